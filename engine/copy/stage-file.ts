import { type BundleEntry, pathIn, usedBytes } from '../bundle/scan-bundle.ts';
import type { EntryFacts, OpenFile } from '../system/file-system.ts';
import { blameEither, blameSource, blameTarget } from './blame.ts';
import { ChangedContent } from './changed-content.ts';
import { ContentDigester, segmentBytes } from './content-digest.ts';
import { copyFileData, type FileCopyCounts } from './copy-file-data.ts';
import type { FilePast } from './copy-request.ts';
import type { CopyRun } from './copy-run.ts';
import { punchHoles } from './punch-holes.ts';
import { usablePast } from './resume-point.ts';
import { isSameEntry, sourceChanged } from './source-identity.ts';

/** Above this many files, small ones are flushed together by one call for the volume instead of one each. */
const flushTogetherFiles = 32;
const smallFileBytes = 1024 * 1024;

/** Fewer bytes of holes are read before a thread for them has started; it takes 12 MiB of memory, too (test/bench). */
const auditedAheadBytes = 2 * 1024 * 1024 * 1024;

/**
 * Brings one file into the staging folder: cloned, copied, or, in a resumed copy, kept or gone on with.
 *
 * @param isThere whether something has the staged name already
 * @throws FerryError SOURCE_UNREADABLE, SOURCE_CHANGED, NO_SPACE, TARGET_FAILED, CANCELLED
 */
export function stageFile(run: CopyRun, entry: BundleEntry, target: string, isThere: boolean): void {
  const replaced = run.replaced.get(entry.relativePath);
  const past =
    isThere && replaced === undefined
      ? blameTarget(target, () =>
          usablePast(run.fileSystem, run.past, entry.relativePath, target, entry.facts.logicalBytes),
        )
      : undefined;
  if (past?.finished !== undefined && hasDigests(run, past, entry)) {
    keepFinished(run, entry, past);
    return;
  }
  // Without its digests a finished file could not be verified, so it is copied again.
  const partial = past?.finished === undefined ? past : undefined;
  if (isThere && partial === undefined) blameTarget(target, () => run.fileSystem.removeFile(target));
  const source = pathIn(run.scan.root, entry);
  if (replaced !== undefined) {
    copyContent(run, entry, new ChangedContent(source, replaced, entry.facts), target, undefined);
    return;
  }
  withFile(
    blameSource(source, () => run.fileSystem.openForReading(source)),
    (file) => {
      blameSource(source, () => requireSame(run, entry, file));
      if (run.plan.method === 'clone' && partial === undefined && cloneFile(run, entry, source, target))
        return;
      copyContent(run, entry, file, target, partial);
      blameSource(source, () => requireSame(run, entry, file));
    },
  );
}

/** A move verifies everything it did not read in this run against digests of the run that read it. */
function hasDigests(run: CopyRun, past: FilePast, entry: BundleEntry): boolean {
  return (
    run.hash === undefined ||
    entry.facts.logicalBytes === 0 ||
    past.segments.size > 0 ||
    past.finished?.copiedBytes === 0
  );
}

function keepFinished(run: CopyRun, entry: BundleEntry, past: FilePast): void {
  const { logicalBytes } = entry.facts;
  if (run.hash !== undefined)
    run.counts.digests.set(entry.relativePath, { logicalBytes, segments: past.segments });
  run.counts.holeBytes += past.finished?.holeBytes ?? 0;
  run.observer.board.add('doneBytes', plannedBytes(run, entry));
  run.observer.board.add('holeBytes', past.finished?.holeBytes ?? 0);
}

/** False when the volume would not share this one file: it is copied instead. */
function cloneFile(run: CopyRun, entry: BundleEntry, source: string, target: string): boolean {
  if (blameEither(source, target, () => run.fileSystem.tryClone(source, target)) !== 'cloned') return false;
  copyMetadata(run, entry, target);
  run.counts.clonedFiles++;
  run.unflushed.push({ path: entry.relativePath, stagedPath: target, copiedBytes: 0, holeBytes: 0 });
  return true;
}

function copyContent(
  run: CopyRun,
  entry: BundleEntry,
  source: OpenFile,
  target: string,
  past: FilePast | undefined,
): void {
  if (!run.isSourceMapTrusted || entry.facts.logicalBytes > smallFileBytes) {
    // A map that knows unflushed data needs no flush; for thousands of small files those took most of the time.
    source.settle();
    source.expectOnePass();
  }
  const { observer, plan } = run;
  const path = entry.relativePath;
  const startOffset = Math.min(
    past?.flushedUntil ?? 0,
    Math.floor(entry.facts.logicalBytes / segmentBytes) * segmentBytes,
  );
  const doneBefore = observer.board.get('doneBytes');
  const open = () =>
    past === undefined ? run.fileSystem.createFile(target) : run.fileSystem.openForWriting(target);
  withFile(blameTarget(target, open), (file) => {
    blameTarget(target, () => {
      // What an unflushed write may have left beyond the offset must not shine through a hole.
      if (past !== undefined) file.setLength(startOffset);
      if (path === '') run.rootStaged();
      if (past === undefined)
        observer.noted({ kind: 'created', path, inode: String(file.readFacts().inode) });
    });
    observer.board.add('doneBytes', Math.min(startOffset, plannedBytes(run, entry)));
    const digester = digesterFor(run, path, past, startOffset);
    const counts = copyFileData({
      source,
      target: file,
      logicalBytes: entry.facts.logicalBytes,
      startOffset,
      method: plan.method === 'plain' ? 'plain' : 'sparse',
      holes: plan.holes,
      auditQueue: isAuditedAhead(run, entry) ? observer.auditor?.queue() : undefined,
      buffer: run.buffer,
      control: observer.control,
      board: observer.board,
      digester,
      wroteUntil: (position) => observer.noted({ kind: 'wrote', path, stagedPath: target, position }),
    });
    if (digester !== undefined) run.counts.digests.set(path, digester.finish(entry.facts.logicalBytes));
    count(run, counts, source.path);
    blameTarget(target, () => {
      if (plan.method !== 'plain') punchHoles(file, counts.holes, plan.targetVolume, usedBytes(entry.facts));
      copyMetadata(run, entry, target);
      const done = {
        path,
        stagedPath: target,
        copiedBytes: counts.copiedBytes,
        holeBytes: counts.holes.bytes,
      };
      if (isFlushedLater(run, entry)) {
        run.unflushed.push(done);
        return;
      }
      file.flush();
      observer.noted({ kind: 'finished', ...done });
    });
  });
  // The plan counted blocks, the loop counted bytes: a finished file is worth exactly what was planned.
  observer.board.set('doneBytes', doneBefore + plannedBytes(run, entry));
}

function digesterFor(
  run: CopyRun,
  path: string,
  past: FilePast | undefined,
  startOffset: number,
): ContentDigester | undefined {
  if (run.hash === undefined) return undefined;
  const known = [...(past?.segments ?? [])].filter(([segment]) => segment * segmentBytes < startOffset);
  return new ContentDigester(run.hash, new Map(known), (segment, digest) =>
    run.observer.noted({ kind: 'segment', path, segment, digest }),
  );
}

function isAuditedAhead({ plan }: CopyRun, { facts }: BundleEntry): boolean {
  return plan.holes === 'audit' && facts.logicalBytes - usedBytes(facts) >= auditedAheadBytes;
}

function plannedBytes(run: CopyRun, entry: BundleEntry): number {
  return run.plan.method === 'plain' ? entry.facts.logicalBytes : usedBytes(entry.facts);
}

function isFlushedLater(run: CopyRun, entry: BundleEntry): boolean {
  return run.plan.files.length > flushTogetherFiles && entry.facts.logicalBytes <= smallFileBytes;
}

/**
 * What is in use may be written to, or be replaced by a program that saves it anew; but it must still be this bundle's own: a
 * folder swapped for a link would bring in content from elsewhere.
 */
function requireSame(run: CopyRun, entry: BundleEntry, file: OpenFile): void {
  const now = file.readFacts();
  const isSame = run.mayChange ? isStillAt(run, file, now) : isSameEntry(entry.facts, now);
  if (!isSame) throw sourceChanged(file.path);
}

/** Whether its path, without any link on the way, leads to this very file. */
function isStillAt({ fileSystem }: CopyRun, { path }: OpenFile, { kind, inode }: EntryFacts): boolean {
  return kind === 'file' && fileSystem.readFacts(path).inode === inode && fileSystem.resolve(path) === path;
}

function copyMetadata(run: CopyRun, entry: BundleEntry, target: string): void {
  const source = pathIn(run.scan.root, entry);
  run.counts.losses.push(
    ...blameEither(source, target, () => run.fileSystem.copyMetadata(source, target, entry.facts)),
  );
}

function count(run: CopyRun, counts: FileCopyCounts, source: string): void {
  run.counts.copiedBytes += counts.copiedBytes;
  run.counts.holeBytes += counts.holes.bytes;
  run.counts.holeCount += counts.holes.count;
  if (counts.mapLieBytes === 0) return;
  run.observer.warned({
    code: 'MAP_LIED',
    message: `The volume said that ${source} holds nothing in places where it holds data (${counts.mapLieBytes.toLocaleString('en')} bytes). They were found and copied.`,
    path: source,
  });
}

function withFile(file: OpenFile, use: (file: OpenFile) => void): void {
  try {
    use(file);
  } finally {
    file.close();
  }
}
