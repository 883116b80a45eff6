/** Speed is taken over this long: short enough to follow a change, long enough to stand still for the eye. */
const windowMs = 5000;

/** Speed and time left from readings of how much is done. */
export class SpeedMeter {
  private readings: { atMs: number; doneBytes: number }[] = [];

  /** @param atMs a clock that only goes forward */
  add(atMs: number, doneBytes: number): void {
    const last = this.readings.at(-1);
    // A new phase starts from zero again.
    if (last !== undefined && doneBytes < last.doneBytes) this.readings = [];
    this.readings.push({ atMs, doneBytes });
    while (this.readings.length > 2 && atMs - (this.readings[0]?.atMs ?? 0) > windowMs) this.readings.shift();
  }

  /** 0 until there are two readings. */
  bytesPerSecond(): number {
    const first = this.readings[0];
    const last = this.readings.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    return ((last.doneBytes - first.doneBytes) * 1000) / (last.atMs - first.atMs);
  }

  /** Undefined while nothing moves. */
  secondsLeft(totalBytes: number): number | undefined {
    const speed = this.bytesPerSecond();
    return speed > 0 ? Math.max(0, totalBytes - (this.readings.at(-1)?.doneBytes ?? 0)) / speed : undefined;
  }
}
