import type { Phase } from './progress-board.ts';

/** What the copy tells its owner as it goes, for the journal, the record and the flush behind. Plain data. */
export type CopyNote =
  | { readonly kind: 'entered'; readonly phase: Phase }
  /** Names and volumes are decided; nothing is written yet. */
  | {
      readonly kind: 'chosen';
      readonly source: string;
      readonly sourceInode: string;
      readonly target: string;
      readonly staging: string;
      readonly sourceVolume: VolumePlace;
      readonly targetVolume: VolumePlace;
    }
  /** The source was cloned: the copy is made from there, and the guest may be started again. */
  | { readonly kind: 'snapshot'; readonly path: string }
  /** The staging folder stands. `isResumed`: it holds what an earlier run got done. */
  | {
      readonly kind: 'staged';
      readonly scan: string;
      readonly original: string;
      readonly inode: string;
      readonly isResumed: boolean;
    }
  | { readonly kind: 'created'; readonly path: string; readonly inode: string }
  /** One segment of the source was read. */
  | { readonly kind: 'segment'; readonly path: string; readonly segment: number; readonly digest: string }
  /** The staged file is written, not flushed, up to `position`. */
  | { readonly kind: 'wrote'; readonly path: string; readonly stagedPath: string; readonly position: number }
  /** The staged file is complete and durable; nothing may hold it open any longer. */
  | {
      readonly kind: 'finished';
      readonly path: string;
      readonly stagedPath: string;
      readonly copiedBytes: number;
      readonly holeBytes: number;
    }
  /** The copy has its final name. */
  | { readonly kind: 'committed' };

/** Names a volume for the time when it is gone. */
export interface VolumePlace {
  readonly uuid: string | null;
  readonly device: string;
  readonly mountPoint: string;
}
