import type { MetadataLoss } from '../system/file-system.ts';
import type { Control } from './control.ts';
import type { CopyPlan } from './plan-copy.ts';
import type { ProgressBoard } from './progress-board.ts';

/** Something the person should know that stops nothing. */
export interface Warning {
  readonly code: 'MAP_LIED' | 'GROWTH_SHORT' | 'HARD_LINKS_SPLIT' | 'ATTRIBUTES_NOT_READ' | 'STAGING_LEFT';
  readonly message: string;
  readonly path?: string;
}

/** How a copy talks to whoever started it. */
export interface CopyObserver {
  readonly control: Control;
  readonly board: ProgressBoard;
  planned(plan: CopyPlan, target: string): void;
  warned(warning: Warning): void;
  /** The staged file at `path` is written up to `position`: a flush may follow behind. */
  wrote(path: string, position: number): void;
  /** The staged file at `path` is finished; nothing may hold it open any longer. */
  closed(path: string): void;
}

/** What came out of a copy. Plain data. */
export interface CopyResult {
  readonly source: string;
  readonly target: string;
  readonly plan: CopyPlan;
  readonly logicalBytes: number;
  /** Blocks the source used, in bytes. */
  readonly allocatedBytes: number;
  /** Blocks the copy uses, in bytes; clones count in full although they share. */
  readonly targetAllocatedBytes: number;
  readonly copiedBytes: number;
  readonly holeBytes: number;
  readonly holeCount: number;
  readonly clonedFiles: number;
  readonly files: number;
  readonly isVerified: boolean;
  readonly metadataLosses: readonly MetadataLoss[];
  readonly durationMs: number;
  /** Milliseconds by phase. */
  readonly phaseMs: Readonly<Record<string, number>>;
}
