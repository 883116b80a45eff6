import { FerryError } from '../errors.ts';

const wantsRun = 0;
const wantsPause = 1;
const wantsCancel = 2;

/**
 * What the person wants, in shared memory: the copy loop looks at it before each chunk, so a wish is heard within
 * one chunk whatever the file size. One side holds the control, the other (in another thread) the same memory.
 */
export class Control {
  readonly memory: SharedArrayBuffer;
  private readonly wish: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.wish = new Int32Array(memory);
  }

  pause(): void {
    this.set(wantsPause);
  }

  continue(): void {
    this.set(wantsRun);
  }

  /** Final: a cancelled copy cannot be continued. */
  cancel(): void {
    this.set(wantsCancel);
  }

  isCancelled(): boolean {
    return Atomics.load(this.wish, 0) === wantsCancel;
  }

  /** Whether the copy stands still now because it was paused: nothing is written until it is continued. */
  isWaiting(): boolean {
    return Atomics.load(this.wish, 1) === 1;
  }

  /**
   * Waits while paused. Called by the copy loop only: it blocks its thread.
   *
   * @throws FerryError CANCELLED
   */
  check(): void {
    while (Atomics.load(this.wish, 0) === wantsPause) {
      Atomics.store(this.wish, 1, 1);
      Atomics.wait(this.wish, 0, wantsPause);
      Atomics.store(this.wish, 1, 0);
    }
    if (this.isCancelled())
      throw new FerryError('CANCELLED', 'The copy was cancelled.', 'Nothing was left behind.');
  }

  /** For a thread that only helps: waits while paused. @returns false once the copy is cancelled */
  mayHelp(): boolean {
    while (Atomics.load(this.wish, 0) === wantsPause) Atomics.wait(this.wish, 0, wantsPause);
    return !this.isCancelled();
  }

  private set(wish: number): void {
    if (this.isCancelled()) return;
    Atomics.store(this.wish, 0, wish);
    Atomics.notify(this.wish, 0);
  }
}
