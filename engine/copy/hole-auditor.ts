import type { AuditQueue } from './audit-queue.ts';

/** A thread that reads holes ahead of the copy, for whoever can start threads. It only reads: whatever becomes of it, the copy is right. */
export interface HoleAuditor {
  /** Starts the thread, at the first call. */
  queue(): AuditQueue;
  /** Ends it, if it was started; what follows the copy needs its memory. */
  end(): void;
}
