import type { KnownTransfer } from './known-transfer.ts';

/** How fast an old reading is forgotten: short enough to follow a change, long enough to stand still for the eye. */
const smoothingMs = 4000;
/** The first seconds of a copy are the cache's; a time left from them would be a promise. */
const knownAfterMs = 3000;

export interface Speed {
  readonly bytesPerSecond: number;
  /** Null while nothing is known. */
  readonly secondsLeft: number | null;
}

export const noSpeed: Speed = { bytesPerSecond: 0, secondsLeft: null };

/** Speed of one transfer, smoothed, from the times and counters in its record. */
export class SpeedMeter {
  private state = '';
  private beganAtMs = 0;
  private atMs = 0;
  private doneBytes = 0;
  private bytesPerSecond = 0;

  /** A phase has counters of its own, so each begins anew; so does a transfer that was paused. */
  add({ state, record }: KnownTransfer): void {
    const atMs = Date.parse(record.updatedAt);
    const { doneBytes } = record.counters;
    if (state !== this.state || doneBytes < this.doneBytes) {
      Object.assign(this, { state, beganAtMs: atMs, atMs, doneBytes, bytesPerSecond: 0 });
      return;
    }
    const passedMs = atMs - this.atMs;
    if (passedMs <= 0) return;
    const now = ((doneBytes - this.doneBytes) * 1000) / passedMs;
    const weight =
      this.bytesPerSecond === 0
        ? 1
        : Math.max(1 - Math.exp(-passedMs / smoothingMs), passedMs / (atMs - this.beganAtMs));
    this.bytesPerSecond += (now - this.bytesPerSecond) * weight;
    this.atMs = atMs;
    this.doneBytes = doneBytes;
  }

  read(totalBytes: number): Speed {
    const { bytesPerSecond } = this;
    const isYoung = this.atMs - this.beganAtMs < knownAfterMs;
    const secondsLeft =
      isYoung || bytesPerSecond <= 0 ? null : Math.max(0, totalBytes - this.doneBytes) / bytesPerSecond;
    return { bytesPerSecond, secondsLeft };
  }
}
