/** At most four times a second (issue: what a person can follow, and what a page can show without warming the machine). */
const everyMs = 250;

export interface FeedHost {
  isVisible(): boolean;
  send(): void;
}

/** When the page is told: soon after a change while it is shown, never while it is hidden, and once just before it is shown. */
export class ViewFeed {
  private readonly host: FeedHost;
  private sentAtMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;

  constructor(host: FeedHost) {
    this.host = host;
  }

  changed(): void {
    if (this.timer !== undefined || !this.host.isVisible()) return;
    const waitMs = Math.max(0, this.sentAtMs + everyMs - performance.now());
    this.timer = setTimeout(() => this.sendIfVisible(), waitMs);
  }

  sendNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sentAtMs = performance.now();
    this.host.send();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private sendIfVisible(): void {
    this.timer = undefined;
    if (this.host.isVisible()) this.sendNow();
  }
}
