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
  /** Decide and report, write nothing. */
  readonly dryRun: boolean;
}
