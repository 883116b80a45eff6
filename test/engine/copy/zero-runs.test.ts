import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forEachNonZeroRun, isAllZeros } from '../../../engine/copy/zero-runs.ts';

const runsOf = (buffer: Buffer, length: number, grain: number) => {
  const runs: [number, number][] = [];
  forEachNonZeroRun(buffer, length, grain, (start, end) => runs.push([start, end]));
  return runs;
};

describe('looking for zeros', () => {
  it('finds exactly the grains that hold another byte, and joins neighbours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.nat(4999), { maxLength: 8 }),
        (length, marks) => {
          const buffer = Buffer.alloc(5000);
          for (const mark of marks) if (mark < length) buffer[mark] = 1;
          const full = new Set(marks.filter((mark) => mark < length).map((mark) => Math.floor(mark / 512)));
          const runs = runsOf(buffer, length, 512);
          const covered = new Set<number>();
          let lastEnd = -1;
          for (const [start, end] of runs) {
            expect(start).toBeGreaterThan(lastEnd);
            expect(start % 512).toBe(0);
            expect(end % 512 === 0 || end === length).toBe(true);
            for (let grain = start / 512; grain * 512 < end; grain++) covered.add(grain);
            lastEnd = end;
          }
          expect(covered).toEqual(full);
        },
      ),
    );
  });

  it('is not deceived by a first word that is zero, or minus zero as a number', () => {
    const buffer = Buffer.alloc(8192);
    buffer[7] = 0x80;
    buffer[4096 + 4095] = 1;
    expect(runsOf(buffer, 8192, 4096)).toEqual([[0, 8192]]);
  });

  it('looks at no byte beyond the length', () => {
    const buffer = Buffer.alloc(8192);
    buffer.fill(1, 5000);
    expect(runsOf(buffer, 5000, 4096)).toEqual([]);
    expect(isAllZeros(buffer, 0, 5001)).toBe(false);
  });

  it('compares stretches longer than its own zeros', () => {
    const buffer = Buffer.alloc(3 * 2 ** 20);
    expect(isAllZeros(buffer, 1, buffer.length)).toBe(true);
    buffer[buffer.length - 1] = 1;
    expect(isAllZeros(buffer, 1, buffer.length)).toBe(false);
    expect(isAllZeros(buffer, 0, buffer.length - 1)).toBe(true);
  });
});
