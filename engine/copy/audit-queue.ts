/** Stretches that wait, at most; with stretches of 16 MiB the helper is 4 GiB of holes ahead. */
export const queueLengthMax = 256;

/** What has become of a stretch. `mine`: nobody read it, and the copying thread does so itself. */
export type AuditAnswer = (typeof answers)[number] | 'mine';

const free = 0;
const waiting = 1;
const taken = 2;
/** States from `firstAnswer` on are answers of the helper. */
const firstAnswer = 3;
const answers = ['zeros', 'not zeros', 'unreadable'] as const;

/** Slots of the header. */
const publishedSlot = 0;
const closedSlot = 1;

const headerBytes = 16;
const memoryBytes = headerBytes + queueLengthMax * (4 + 4 + 8 + 8);

/** Somebody who does not answer for so long is not waited for again; a stretch takes milliseconds, on a slow drive a fraction of a second. */
const patienceMs = 2000;

/**
 * Stretches of holes to be read by a helping thread, in shared memory. The copying thread publishes them in the order in which it
 * will come to them, and takes back what nobody has begun when it gets there: so neither waits for the other, and a helper that
 * has died costs one patience. Numbers are per queue, ascending from 0.
 */
export class AuditQueue {
  readonly memory: SharedArrayBuffer;
  private readonly header: Int32Array;
  private readonly states: Int32Array;
  private readonly descriptors: Int32Array;
  private readonly edges: Float64Array;
  /** The helper did not answer once: its slots are its own for good. */
  private isAbandoned = false;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(memoryBytes)) {
    this.memory = memory;
    this.header = new Int32Array(memory, 0, headerBytes / 4);
    this.edges = new Float64Array(memory, headerBytes, 2 * queueLengthMax);
    this.states = new Int32Array(memory, headerBytes + 16 * queueLengthMax, queueLengthMax);
    this.descriptors = new Int32Array(memory, headerBytes + 20 * queueLengthMax, queueLengthMax);
  }

  /**
   * Copying thread: hands out `[start, end)` of the file behind a descriptor. It must stay open until the stretch is settled.
   *
   * @returns its number; undefined when there is no room, or no helper any more
   */
  publish(descriptor: number, start: number, end: number): number | undefined {
    const number = this.header[publishedSlot] as number;
    const slot = number % queueLengthMax;
    if (this.isAbandoned || Atomics.load(this.states, slot) !== free) return undefined;
    this.descriptors[slot] = descriptor;
    this.edges[2 * slot] = start;
    this.edges[2 * slot + 1] = end;
    Atomics.store(this.states, slot, waiting);
    Atomics.store(this.header, publishedSlot, number + 1);
    Atomics.notify(this.header, publishedSlot);
    return number;
  }

  /** Copying thread: the answer, once for each number. Waits only for a stretch that is being read at this moment. */
  settle(number: number): AuditAnswer {
    const slot = number % queueLengthMax;
    if (this.isAbandoned || this.takeBack(number)) return 'mine';
    while (Atomics.load(this.states, slot) === taken) {
      if (Atomics.wait(this.states, slot, taken, patienceMs) !== 'timed-out') continue;
      this.isAbandoned = true;
      this.close();
      return 'mine';
    }
    return answers[Atomics.exchange(this.states, slot, free) - firstAnswer] ?? 'mine';
  }

  /** Copying thread: whether the helper is in the midst of it, so that `settle` would wait. */
  isBeingRead(number: number): boolean {
    return !this.isAbandoned && Atomics.load(this.states, number % queueLengthMax) === taken;
  }

  /** Copying thread: true when nobody has begun it. It is settled then. */
  takeBack(number: number): boolean {
    return Atomics.compareExchange(this.states, number % queueLengthMax, waiting, free) === waiting;
  }

  /** Copying thread: the helper is not needed any more. */
  close(): void {
    Atomics.store(this.header, closedSlot, 1);
    Atomics.notify(this.header, publishedSlot);
  }

  /**
   * Helper: reads what is published, in order, until the queue is closed. Blocks its thread.
   *
   * @param mayBegin asked before each stretch; false ends it
   */
  serve(
    mayBegin: () => boolean,
    read: (descriptor: number, start: number, end: number) => (typeof answers)[number],
  ): void {
    for (let number = 0; this.awaitNumber(number) && mayBegin(); number++) {
      const slot = number % queueLengthMax;
      if (Atomics.compareExchange(this.states, slot, waiting, taken) !== waiting) continue;
      const [start, end] = [this.edges[2 * slot] as number, this.edges[2 * slot + 1] as number];
      const answer = read(this.descriptors[slot] as number, start, end);
      Atomics.store(this.states, slot, firstAnswer + answers.indexOf(answer));
      Atomics.notify(this.states, slot);
    }
  }

  /** @returns false when the queue was closed */
  private awaitNumber(number: number): boolean {
    while (Atomics.load(this.header, closedSlot) === 0) {
      const published = Atomics.load(this.header, publishedSlot);
      if (published > number) return true;
      Atomics.wait(this.header, publishedSlot, published);
    }
    return false;
  }
}
