/**
 * Hands on a value only when it differs from the last one, and at most once in a while; the last value of a burst is never lost.
 * Each change of the icon or its title goes to the window server, also a change to the same (40 to 60 percent of a core were
 * measured by others, tray.md §2).
 */
export class Gated<Value extends string> {
  private readonly everyMs: number;
  private readonly put: (value: Value) => void;
  private shown: Value;
  private wanted: Value;
  private putAtMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  /** @param shown what is shown already */
  constructor(shown: Value, everyMs: number, put: (value: Value) => void) {
    this.shown = shown;
    this.wanted = shown;
    this.everyMs = everyMs;
    this.put = put;
  }

  want(value: Value): void {
    this.wanted = value;
    if (this.timer !== undefined || this.wanted === this.shown) return;
    const waitMs = this.putAtMs + this.everyMs - performance.now();
    if (waitMs <= 0) this.hand();
    else this.timer = setTimeout(() => this.hand(), waitMs);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private hand(): void {
    this.timer = undefined;
    if (this.wanted === this.shown) return;
    this.shown = this.wanted;
    this.putAtMs = performance.now();
    this.put(this.wanted);
  }
}
