import type { BundleScan } from '../bundle/scan-bundle.ts';
import type { FileSystem, MetadataLoss } from '../system/file-system.ts';
import type { ContentDigest, StreamHash } from './content-digest.ts';
import type { CopyObserver } from './copy-observer.ts';
import type { CopyPast } from './copy-request.ts';
import type { CopyPlan } from './plan-copy.ts';

/** What a run works with. */
export interface CopyRun {
  readonly fileSystem: FileSystem;
  readonly scan: BundleScan;
  /** Files whose content is not the source's, by path in the bundle. */
  readonly replaced: ReadonlyMap<string, Buffer>;
  /** The source is in use and may be written to meanwhile. */
  readonly mayChange: boolean;
  /** The source's volume shows unflushed data in its hole maps. */
  readonly isSourceMapTrusted: boolean;
  readonly plan: CopyPlan;
  readonly staging: string;
  readonly observer: CopyObserver;
  /** Given when the copy is to be verified. */
  readonly hash: StreamHash | undefined;
  readonly past: CopyPast | undefined;
  /** Called once, when the staging folder (or file) stands. */
  readonly rootStaged: () => void;
  /** One buffer for the whole bundle. */
  readonly buffer: Buffer;
  readonly counts: RunCounts;
  /** Staged files whose content is written but not yet known to be durable, with what to note when it is. */
  readonly unflushed: UnflushedFile[];
}

export interface UnflushedFile {
  readonly path: string;
  readonly stagedPath: string;
  readonly copiedBytes: number;
  readonly holeBytes: number;
}

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

export function emptyCounts(): RunCounts {
  return { copiedBytes: 0, holeBytes: 0, holeCount: 0, clonedFiles: 0, losses: [], digests: new Map() };
}
