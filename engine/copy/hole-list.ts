/** Holes beyond this many are not remembered: 4 MB at most. They are holes all the same, only never punched again. */
const holesMax = 262_144;

/** The holes a copy left in its target, ascending; neighbours are joined. */
export class HoleList {
  private readonly edges: number[] = [];
  /** All holes, remembered or not. */
  count = 0;
  bytes = 0;
  private lastEnd = -1;

  /** @param start not before the end of the hole added last */
  add(start: number, end: number): void {
    this.bytes += end - start;
    const isRemembered = this.edges.length / 2 === this.count;
    if (start === this.lastEnd) {
      if (isRemembered) this.edges[this.edges.length - 1] = end;
    } else {
      if (isRemembered && this.count < holesMax) this.edges.push(start, end);
      this.count++;
    }
    this.lastEnd = end;
  }

  *[Symbol.iterator](): Generator<{ start: number; end: number }> {
    for (let i = 0; i < this.edges.length; i += 2) {
      yield { start: this.edges[i] as number, end: this.edges[i + 1] as number };
    }
  }
}
