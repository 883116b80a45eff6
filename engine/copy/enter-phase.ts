import type { CopyObserver } from './copy-observer.ts';
import type { Phase } from './progress-board.ts';

/** Begins a phase: for whoever looks at the board, and for the record, which must not miss a short one. */
export function enterPhase(observer: CopyObserver, phase: Phase, totalBytes: number): void {
  observer.board.enter(phase, totalBytes);
  observer.noted({ kind: 'entered', phase });
}
