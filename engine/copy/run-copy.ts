import { type BundleEntry, pathIn } from '../bundle/scan-bundle.ts';
import type { EntryFacts } from '../system/file-system.ts';
import { blameEither, blameTarget, stagingGone } from './blame.ts';
import { chunkBytes } from './copy-file-data.ts';
import { type CopyRun, emptyCounts, type RunCounts } from './copy-run.ts';
import { enterPhase } from './enter-phase.ts';
import { inodeAt } from './resume-point.ts';
import { stageFile } from './stage-file.ts';

/**
 * Builds the copy in the staging folder: entries in order, content, holes, metadata of files and links, and all
 * content durable when it returns. Folders get their metadata at the commit, when nothing more is put into them.
 *
 * @throws FerryError SOURCE_UNREADABLE, SOURCE_CHANGED, NO_SPACE, TARGET_FAILED, CANCELLED
 */
export function runCopy(order: Omit<CopyRun, 'buffer' | 'counts' | 'unflushed'>): RunCounts {
  const run: CopyRun = {
    ...order,
    buffer: order.fileSystem.makeBuffer(chunkBytes),
    counts: emptyCounts(),
    unflushed: [],
  };
  let staging: EntryFacts | undefined;
  try {
    for (const entry of run.scan.entries) {
      run.observer.control.check();
      staging = requireSameStaging(run, entry, staging);
      stageEntry(run, entry);
    }
  } finally {
    run.observer.auditor?.end();
  }
  enterPhase(run.observer, 'flushing', 0);
  flushRest(run);
  return run.counts;
}

function stageEntry(run: CopyRun, entry: BundleEntry): void {
  const target = pathIn(run.staging, entry);
  const isThere =
    run.past !== undefined && blameTarget(target, () => inodeAt(run.fileSystem, target) !== undefined);
  if (entry.kind === 'folder') {
    blameTarget(target, () => {
      if (isThere) run.fileSystem.unlockFolder(target);
      else run.fileSystem.makeFolder(target);
      if (entry.relativePath !== '') return;
      run.fileSystem.excludeFromBackup(target);
      run.rootStaged();
    });
  } else if (entry.kind === 'link') {
    blameTarget(target, () => {
      if (isThere) run.fileSystem.removeFile(target);
      run.fileSystem.makeLink(target, entry.linkAim);
    });
    const source = pathIn(run.scan.root, entry);
    run.counts.losses.push(
      ...blameEither(source, target, () => run.fileSystem.copyMetadata(source, target, entry.facts)),
    );
  } else {
    stageFile(run, entry, target, isThere);
    run.observer.board.add('filesDone', 1);
  }
}

/**
 * Writing on when the drive is gone would fill the folder it was mounted at (restic 1981, field.md H6); and a link in the place
 * of the staging folder would lead the copy elsewhere.
 */
function requireSameStaging(
  run: CopyRun,
  entry: BundleEntry,
  before: EntryFacts | undefined,
): EntryFacts | undefined {
  if (entry.relativePath === '') return undefined;
  return blameTarget(run.staging, () => {
    const now = run.fileSystem.readFacts(run.staging);
    const isSame = before === undefined || (before.device === now.device && before.inode === now.inode);
    if (now.kind === 'folder' && isSame) return now;
    throw stagingGone(run.staging);
  });
}

function flushRest(run: CopyRun): void {
  const { fileSystem, observer, unflushed, staging } = run;
  if (unflushed.length === 0) return;
  if (blameTarget(staging, () => fileSystem.tryFlushVolume(staging)) !== 'flushed') {
    for (const { stagedPath } of unflushed) {
      observer.control.check();
      blameTarget(stagedPath, () => {
        const file = fileSystem.openForReading(stagedPath);
        try {
          file.flush();
        } finally {
          file.close();
        }
      });
    }
  }
  for (const file of unflushed) observer.noted({ kind: 'finished', ...file });
}
