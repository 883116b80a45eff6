import { existsSync } from 'node:fs';
import type { KnownTransfer } from '../../tray/transfers/known-transfer.ts';
import { until } from './watch-staging.ts';

/**
 * The engine of a transfer, stopped in the middle of its copy, for tests that need a moment there on machines of any speed.
 * A stopped process keeps its files open and its locks.
 */
export class HeldEngine {
  readonly pid: number;
  private readonly transfer: () => KnownTransfer | undefined;

  private constructor(pid: number, transfer: () => KnownTransfer | undefined) {
    this.pid = pid;
    this.transfer = transfer;
  }

  /** Waits until some bytes are copied. @throws when the copy is over before */
  static async hold(transfer: () => KnownTransfer | undefined): Promise<HeldEngine> {
    await until(() => isCopying(transfer()), 90);
    const held = new HeldEngine(transfer()?.owner?.process.pid ?? 0, transfer);
    held.stop();
    if (!isCopying(transfer())) throw new Error('the copy was over before it could be held');
    return held;
  }

  /** Lets it work until its record has moved, and holds it again. @returns whether it still copies */
  async step(): Promise<boolean> {
    const before = this.transfer()?.record.revision;
    this.go();
    await until(() => this.transfer()?.record.revision !== before, 90);
    this.stop();
    return isCopying(this.transfer());
  }

  go(): void {
    this.signal('SIGCONT');
  }

  kill(): void {
    this.signal('SIGKILL');
  }

  private stop(): void {
    this.signal('SIGSTOP');
  }

  private signal(name: NodeJS.Signals): void {
    if (this.pid > 0 && existsSync(`/proc/${this.pid}`)) process.kill(this.pid, name);
  }
}

function isCopying(view: KnownTransfer | undefined): boolean {
  return view?.state === 'copying' && view.record.counters.doneBytes > 0;
}
