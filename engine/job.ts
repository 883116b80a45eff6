import type { CopyNote } from './copy/copy-note.ts';
import type { Warning } from './copy/copy-observer.ts';
import type { CopyRequest } from './copy/copy-request.ts';
import type { CopyPlan } from './copy/plan-copy.ts';
import type { Progress } from './copy/progress-board.ts';
import type { FerryErrorCode, FerryErrorFacts } from './errors.ts';

/** Work that runs in a thread of its own. Plain data. */
export type JobOrder =
  | { readonly kind: 'copy'; readonly request: CopyRequest }
  | { readonly kind: 'verify'; readonly source: string; readonly copy: string }
  | { readonly kind: 'measure'; readonly source: string };

/** What the working thread tells the main thread. Progress is not told: it is read from shared memory. */
export type JobMessage =
  | { readonly kind: 'planned'; readonly plan: CopyPlan; readonly target: string }
  | { readonly kind: 'warned'; readonly warning: Warning }
  | { readonly kind: 'noted'; readonly notes: readonly CopyNote[] }
  | { readonly kind: 'finished'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: FailedJob };

/** An error in a form that crosses threads. */
export interface FailedJob {
  readonly code: FerryErrorCode;
  readonly message: string;
  readonly advice: string;
  readonly facts: Omit<FerryErrorFacts, 'cause'>;
  /** Where it was thrown, for surprises. */
  readonly stack: string;
}

/** What the caller of a job may want to hear. All are called on the main thread. */
export interface JobListener {
  planned?(plan: CopyPlan, target: string): void;
  warned?(warning: Warning): void;
  noted?(note: CopyNote): void;
  /** The staged file is durable up to `position`. */
  flushed?(path: string, position: number): void;
}

/** Work under way. */
export interface Job<Result> {
  /** Rejects with a FerryError. */
  readonly result: Promise<Result>;
  progress(): Progress;
  pause(): void;
  /** Whether it stands still because it was paused. */
  isWaiting(): boolean;
  continue(): void;
  /** The result then rejects with CANCELLED, after the staging folder is gone. */
  cancel(): void;
}
