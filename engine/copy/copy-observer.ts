import type { MetadataLoss } from '../system/file-system.ts';
import type { Control } from './control.ts';
import type { CopyNote } from './copy-note.ts';
import type { HoleAuditor } from './hole-auditor.ts';
import type { CopyPlan } from './plan-copy.ts';
import type { ProgressBoard } from './progress-board.ts';

/** Something the person should know that stops nothing. */
export interface Warning {
  readonly code:
    | 'MAP_LIED'
    | 'GROWTH_SHORT'
    | 'HARD_LINKS_SPLIT'
    | 'ATTRIBUTES_NOT_READ'
    | 'STAGING_LEFT'
    | 'STARTED_OVER'
    | 'NO_SNAPSHOT'
    | 'USE_UNKNOWN'
    | 'COPIED_WHILE_RUNNING'
    | 'CHANGED_WHILE_COPIED'
    | 'SUSPENDED'
    | 'OTHER_FILE_NEEDED'
    | 'IMAGE_MISSING'
    | 'IMAGE_DAMAGED';
  readonly message: string;
  readonly path?: string;
}

/** How a copy talks to whoever started it. */
export interface CopyObserver {
  readonly control: Control;
  readonly board: ProgressBoard;
  planned(plan: CopyPlan, target: string): void;
  warned(warning: Warning): void;
  noted(note: CopyNote): void;
  /** Absent: the copy reads all holes itself. */
  readonly auditor?: HoleAuditor;
}

/** What came out of a copy. Plain data. */
export interface CopyResult {
  readonly source: string;
  readonly target: string;
  readonly plan: CopyPlan;
  /** A move on one volume only gives the source another name. */
  readonly isRenamed: boolean;
  /** True when the source is gone: to the Trash, or for good. */
  readonly isSourceRemoved: boolean;
  readonly logicalBytes: number;
  /** Blocks the source used, in bytes. */
  readonly allocatedBytes: number;
  /** Blocks the copy uses, in bytes; clones count in full although they share. */
  readonly targetAllocatedBytes: number;
  /** How much less space the copy takes than the source, when zeros were looked for; else 0. */
  readonly reclaimedBytes: number;
  readonly copiedBytes: number;
  readonly holeBytes: number;
  readonly holeCount: number;
  readonly clonedFiles: number;
  readonly files: number;
  readonly isVerified: boolean;
  /** Fingerprint of the source as it was copied. */
  readonly original: string;
  readonly metadataLosses: readonly MetadataLoss[];
  readonly durationMs: number;
  /** Milliseconds by phase. */
  readonly phaseMs: Readonly<Record<string, number>>;
}
