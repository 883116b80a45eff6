/** What a copy is doing, in the order in which it does it. */
export const phases = [
  'preparing',
  'copying',
  'flushing',
  'verifying',
  'committing',
  'removing-source',
  'done',
] as const;
export type Phase = (typeof phases)[number];

/** One reading of the board. All numbers only grow during a phase. */
export interface Progress {
  readonly phase: Phase;
  /** Bytes of work finished in this phase, 0 to `totalBytes`. */
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Bytes written to the target so far. */
  readonly copiedBytes: number;
  /** Bytes of holes that did not have to be written so far. */
  readonly holeBytes: number;
  readonly filesDone: number;
  readonly filesTotal: number;
}

const slots = [
  'phase',
  'doneBytes',
  'totalBytes',
  'copiedBytes',
  'holeBytes',
  'filesDone',
  'filesTotal',
] as const;
type Slot = (typeof slots)[number];

/**
 * Progress in shared memory: the copy thread writes, the main thread reads whenever it likes, nobody waits.
 * Slots are aligned doubles, which 64-bit machines store and load whole; two slots may be a chunk apart.
 */
export class ProgressBoard {
  readonly memory: SharedArrayBuffer;
  private readonly values: Float64Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(slots.length * 8)) {
    this.memory = memory;
    this.values = new Float64Array(memory);
  }

  enter(phase: Phase, totalBytes: number): void {
    this.set('doneBytes', 0);
    this.set('totalBytes', totalBytes);
    this.set('phase', phases.indexOf(phase));
  }

  set(slot: Slot, value: number): void {
    this.values[slots.indexOf(slot)] = value;
  }

  add(slot: Slot, value: number): void {
    this.values[slots.indexOf(slot)] = this.get(slot) + value;
  }

  get(slot: Slot): number {
    return this.values[slots.indexOf(slot)] ?? 0;
  }

  read(): Progress {
    return {
      phase: phases[this.get('phase')] ?? 'preparing',
      doneBytes: Math.min(this.get('doneBytes'), this.get('totalBytes')),
      totalBytes: this.get('totalBytes'),
      copiedBytes: this.get('copiedBytes'),
      holeBytes: this.get('holeBytes'),
      filesDone: this.get('filesDone'),
      filesTotal: this.get('filesTotal'),
    };
  }
}
