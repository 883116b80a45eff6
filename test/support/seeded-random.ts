/** A small generator of the same numbers for the same seed (mulberry32). */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A number in `[0, 1)`. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number in `[start, end)`. */
  integer(start: number, end: number): number {
    return start + Math.floor(this.next() * (end - start));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length)] as T;
  }

  /** The same things in another order (Fisher and Yates). */
  shuffle<T>(things: readonly T[]): T[] {
    const shuffled = [...things];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last + 1);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  /** Bytes none of which is zero, so that data can be told from holes. */
  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; at += 4) {
      const word = (Math.floor(this.next() * 2 ** 32) | 0x01010101) >>> 0;
      if (at + 4 <= length) bytes.writeUInt32LE(word, at);
      else for (let i = at; i < length; i++) bytes[i] = 1 + (word & 0x7f);
    }
    return bytes;
  }
}

/** `VM_FERRY_SEED`, or a fixed seed; tests print it in their titles, so that a failure can be repeated. */
export function testSeed(): number {
  return Number(process.env.VM_FERRY_SEED ?? 20_261_124);
}
