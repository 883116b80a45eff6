import type { Switches } from '../contract/setup-view.ts';

/** Reading the switches starts a program for 50 ms; a person ticks a box and looks back within seconds. */
const everyMs = 2000;

export interface SwitchWatchHost {
  /** Whether there is something to watch for, and somebody who looks. */
  isWanted(): boolean;
  read(): Promise<Switches>;
  took(switches: Switches): void;
}

/** Looks again and again whether the Quick Actions are switched on, while that is wanted; else it has no timer. */
export class SwitchWatch {
  private readonly host: SwitchWatchHost;
  private timer: NodeJS.Timeout | undefined;
  private isReading = false;
  private isOver = false;

  constructor(host: SwitchWatchHost) {
    this.host = host;
  }

  /** Looks now if it is wanted, for example since the window was opened or has got the focus. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isOver || this.isReading || !this.host.isWanted()) return;
    this.isReading = true;
    const switches = await this.host.read();
    this.isReading = false;
    if (this.isOver) return;
    this.host.took(switches);
    // What it took may have been a change, after which it is looking again already.
    if (!this.isReading && this.host.isWanted()) this.timer = setTimeout(() => void this.look(), everyMs);
  }

  /** Also a look that is under way tells nothing any more, and is the last. */
  dispose(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }
}
