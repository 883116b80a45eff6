import { type BundleEntry, type BundleScan, pathIn, usedBytes } from '../bundle/scan-bundle.ts';
import type { FileSystem, MetadataLoss, OpenFile } from '../system/file-system.ts';
import { blameSource, blameTarget } from './blame.ts';
import { type ContentDigest, ContentDigester, type StreamHash } from './content-digest.ts';
import { chunkBytes, copyFileData, type FileCopyCounts } from './copy-file-data.ts';
import type { CopyObserver } from './copy-observer.ts';
import type { CopyPlan } from './plan-copy.ts';
import { punchHoles } from './punch-holes.ts';
import { isSameEntry, sourceChanged } from './source-identity.ts';

/** Above this many files, small ones are flushed together by one call for the volume instead of one each. */
const flushTogetherFiles = 32;
const smallFileBytes = 1024 * 1024;

export interface RunCounts {
  /** Bytes written. */
  copiedBytes: number;
  holeBytes: number;
  holeCount: number;
  clonedFiles: number;
  readonly losses: MetadataLoss[];
  /** What was read, by relative path; only when digests were asked for. */
  readonly digests: Map<string, ContentDigest>;
}

/**
 * Builds the copy in the staging folder: entries in order, content, holes, metadata of files and links, and all
 * content durable when it returns. Folders get their metadata at the commit, when nothing more is put into them.
 *
 * @param hash given when the copy is to be verified
 * @throws FerryError SOURCE_UNREADABLE, SOURCE_CHANGED, NO_SPACE, TARGET_FAILED, CANCELLED
 */
export function runCopy(
  fileSystem: FileSystem,
  scan: BundleScan,
  plan: CopyPlan,
  staging: string,
  observer: CopyObserver,
  hash: StreamHash | undefined,
): RunCounts {
  const run = new CopyRun(fileSystem, scan, plan, staging, observer, hash);
  for (const entry of scan.entries) {
    observer.control.check();
    run.copyEntry(entry);
  }
  observer.board.enter('flushing', 0);
  run.flushRest();
  return run.counts;
}

class CopyRun {
  readonly counts: RunCounts = {
    copiedBytes: 0,
    holeBytes: 0,
    holeCount: 0,
    clonedFiles: 0,
    losses: [],
    digests: new Map(),
  };
  private readonly fileSystem: FileSystem;
  private readonly scan: BundleScan;
  private readonly plan: CopyPlan;
  private readonly staging: string;
  private readonly observer: CopyObserver;
  private readonly hash: StreamHash | undefined;
  private readonly buffer = Buffer.allocUnsafeSlow(chunkBytes);
  /** Staged files whose content is written but not yet known to be durable. */
  private readonly unflushed: string[] = [];

  constructor(
    fileSystem: FileSystem,
    scan: BundleScan,
    plan: CopyPlan,
    staging: string,
    observer: CopyObserver,
    hash: StreamHash | undefined,
  ) {
    this.fileSystem = fileSystem;
    this.scan = scan;
    this.plan = plan;
    this.staging = staging;
    this.observer = observer;
    this.hash = hash;
  }

  copyEntry(entry: BundleEntry): void {
    const target = pathIn(this.staging, entry);
    if (entry.kind === 'folder') {
      blameTarget(target, () => {
        this.fileSystem.makeFolder(target);
        if (entry.relativePath === '') this.fileSystem.excludeFromBackup(target);
      });
    } else if (entry.kind === 'link') {
      blameTarget(target, () => this.fileSystem.makeLink(target, entry.linkAim));
      this.copyMetadata(entry, target);
    } else {
      this.copyFile(entry, target);
      this.observer.board.add('filesDone', 1);
    }
  }

  flushRest(): void {
    if (this.unflushed.length === 0) return;
    const answer = blameTarget(this.staging, () => this.fileSystem.tryFlushVolume(this.staging));
    if (answer === 'flushed') return;
    for (const path of this.unflushed) {
      this.observer.control.check();
      blameTarget(path, () => withFile(this.fileSystem.openForReading(path), (file) => file.flush()));
    }
  }

  private copyFile(entry: BundleEntry, target: string): void {
    const source = pathIn(this.scan.root, entry);
    withFile(
      blameSource(source, () => this.fileSystem.openForReading(source)),
      (file) => {
        blameSource(source, () => this.requireSame(entry, file));
        if (this.plan.method === 'clone' && this.cloneFile(entry, source, target)) return;
        this.copyContent(entry, file, target);
        blameSource(source, () => this.requireSame(entry, file));
      },
    );
  }

  /** False when the volume would not share this one file: it is copied instead. */
  private cloneFile(entry: BundleEntry, source: string, target: string): boolean {
    if (blameTarget(target, () => this.fileSystem.tryClone(source, target)) !== 'cloned') return false;
    this.copyMetadata(entry, target);
    this.counts.clonedFiles++;
    this.unflushed.push(target);
    return true;
  }

  private copyContent(entry: BundleEntry, source: OpenFile, target: string): void {
    source.settle();
    source.expectOnePass();
    const doneBefore = this.observer.board.get('doneBytes');
    withFile(
      blameTarget(target, () => this.fileSystem.createFile(target)),
      (file) => {
        const digester = this.hash === undefined ? undefined : new ContentDigester(this.hash);
        const counts = copyFileData({
          source,
          target: file,
          logicalBytes: entry.facts.logicalBytes,
          startOffset: 0,
          method: this.plan.method === 'plain' ? 'plain' : 'sparse',
          holes: this.plan.holes,
          buffer: this.buffer,
          control: this.observer.control,
          board: this.observer.board,
          digester,
          wroteUntil: (position) => this.observer.wrote(target, position),
        });
        if (digester !== undefined)
          this.counts.digests.set(entry.relativePath, digester.finish(entry.facts.logicalBytes));
        this.count(counts, source.path);
        blameTarget(target, () => {
          if (this.plan.method !== 'plain')
            punchHoles(file, counts.holes, this.plan.targetVolume, usedBytes(entry.facts));
          this.copyMetadata(entry, target);
          if (this.isFlushedLater(entry)) this.unflushed.push(target);
          else file.flush();
        });
      },
    );
    this.observer.closed(target);
    // The plan counted blocks, the loop counted bytes: a finished file is worth exactly what was planned.
    this.observer.board.set(
      'doneBytes',
      doneBefore + (this.plan.method === 'plain' ? entry.facts.logicalBytes : usedBytes(entry.facts)),
    );
  }

  private isFlushedLater(entry: BundleEntry): boolean {
    return this.plan.files.length > flushTogetherFiles && entry.facts.logicalBytes <= smallFileBytes;
  }

  private requireSame(entry: BundleEntry, file: OpenFile): void {
    if (!isSameEntry(entry.facts, file.readFacts())) throw sourceChanged(file.path);
  }

  private copyMetadata(entry: BundleEntry, target: string): void {
    const source = pathIn(this.scan.root, entry);
    this.counts.losses.push(
      ...blameTarget(target, () => this.fileSystem.copyMetadata(source, target, entry.facts)),
    );
  }

  private count(counts: FileCopyCounts, source: string): void {
    this.counts.copiedBytes += counts.copiedBytes;
    this.counts.holeBytes += counts.holes.bytes;
    this.counts.holeCount += counts.holes.count;
    if (counts.mapLieBytes === 0) return;
    this.observer.warned({
      code: 'MAP_LIED',
      message: `The volume said that ${source} holds nothing in places where it holds data (${counts.mapLieBytes.toLocaleString('en')} bytes). They were found and copied.`,
      path: source,
    });
  }
}

function withFile(file: OpenFile, use: (file: OpenFile) => void): void {
  try {
    use(file);
  } finally {
    file.close();
  }
}
