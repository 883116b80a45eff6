import type { HolePolicy } from './hole-policy.ts';

/** What somebody wants copied, and how. Plain data: it crosses threads. */
export interface CopyRequest {
  /** Letters, digits and dashes; names the staging folder. */
  readonly id: string;
  /** A bundle, a folder or a file. A link is followed here and nowhere below. */
  readonly source: string;
  /** An existing folder. */
  readonly targetFolder: string;
  /** Another name for the copy; the source's own name when absent. */
  readonly name?: string | undefined;
  /** Absent: what is safe for the source's volume (see defaultHolePolicy). */
  readonly holes?: HolePolicy | undefined;
  /** Read the copy back from the device and compare digests before it gets its name. */
  readonly verify: boolean;
  /** Go on when the target cannot hold holes and the copy will be larger than the source. */
  readonly allowExpansion: boolean;
  /** Copy although a program has it open or locked. A move never does. */
  readonly evenIfRunning?: boolean | undefined;
  /** Read files that are not on this machine, which downloads them. */
  readonly download?: boolean | undefined;
  /**
   * Make the copy another machine: 32 hexadecimal digits from which its identifier and network addresses follow, so that a
   * resume comes to the same ones. Copies only.
   */
  readonly newIdentity?: string | undefined;
  /** Decide and report, write nothing. */
  readonly dryRun: boolean;
  /** Absent: copy. A move verifies always and removes the source last. */
  readonly verb?: 'copy' | 'move';
  /** How a move removes the source. Absent: to the Trash. */
  readonly remove?: 'trash' | 'delete';
  /** Where a snapshot of the source may be made, best first; absent or empty: none is wanted. */
  readonly snapshotFolders?: readonly string[];
  /** After a failure that can be mended, leave the staging folder for a later resume. */
  readonly keepUnfinished?: boolean;
  /** What an earlier run of the same transfer got done. */
  readonly past?: CopyPast | undefined;
}

/** What is known to be durable of an earlier run, by its journal. Plain data. */
export interface CopyPast {
  /** Fingerprint of what was copied (the snapshot, if there was one); empty when nothing was staged. */
  readonly scan: string;
  /** Fingerprint of the source at that time. */
  readonly original: string;
  readonly stagingInode: string;
  /** Inode of the source, by which a finished rename is known again. */
  readonly sourceInode: string;
  /** By relative path. */
  readonly files: ReadonlyMap<string, FilePast>;
}

export interface FilePast {
  readonly inode: string;
  /** Everything before it is durable in the staged file. Multiple of the segment length. */
  readonly flushedUntil: number;
  /** Counts of a file that is complete and durable. */
  readonly finished: { readonly copiedBytes: number; readonly holeBytes: number } | undefined;
  readonly segments: ReadonlyMap<number, string>;
}
