import type { Phase } from './progress-board.ts';

/** Measures how long each phase of a copy takes. */
export class PhaseClock {
  private readonly started = performance.now();
  private readonly phaseMs: Record<string, number> = {};
  private phase: Phase | 'checking' = 'preparing';
  private since = this.started;

  /** Ends the phase before. */
  enter(phase: Phase | 'checking'): void {
    const now = performance.now();
    this.phaseMs[this.phase] = Math.round(now - this.since);
    this.phase = phase;
    this.since = now;
  }

  /** Milliseconds in all and by phase. */
  stop(): { durationMs: number; phaseMs: Record<string, number> } {
    this.enter('done');
    return { durationMs: Math.round(performance.now() - this.started), phaseMs: this.phaseMs };
  }
}
