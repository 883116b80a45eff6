import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extent, extentBytes, totalBytes } from '../../../engine/extents/extent.ts';
import { anyExtents, bytesOf } from './byte-sets.ts';

const longest = Number.MAX_SAFE_INTEGER;

describe('an extent', () => {
  it('exists for every pair of whole numbers with 0 ≤ start < end ≤ 2^53 - 1, and for no other', () => {
    const edges = [-1, -0.5, 0, 0.5, 1, 2, 4096, longest - 1, longest, longest + 1, Infinity, -Infinity, NaN];
    const number = fc.oneof(fc.constantFrom(...edges), fc.double(), fc.maxSafeInteger(), fc.nat(3));
    fc.assert(
      fc.property(number, number, (start, end) => {
        const isRange = [start, end].every(Number.isSafeInteger) && 0 <= start && start < end;
        if (isRange) expect(extent(start, end)).toEqual({ start, end });
        else expect(() => extent(start, end)).toThrow(RangeError);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['is empty', 5, 5],
    ['is turned around', 6, 5],
    ['begins before the file', -1, 5],
    ['begins inside a byte', 0.5, 5],
    ['ends inside a byte', 0, 5.5],
    ['ends where numbers are no longer exact', 0, longest + 1],
    ['has no end', 0, Infinity],
    ['is not a number', NaN, 5],
  ])('is refused when it %s', (_why, start, end) => {
    expect(() => extent(start, end)).toThrow(RangeError);
  });

  it('may reach from the first to the last byte that has a number', () => {
    expect(extentBytes(extent(0, longest))).toBe(longest);
    expect(extentBytes(extent(longest - 1, longest))).toBe(1);
  });

  it('does not hold its end: its length is the count of its bytes', () => {
    expect(bytesOf([extent(3, 5)])).toEqual(new Set([3, 4]));
    expect(extentBytes(extent(3, 5))).toBe(2);
  });
});

describe('the total of extents', () => {
  it('is the sum of their bytes, and overlapping ones count twice', () => {
    expect(totalBytes([])).toBe(0);
    expect(totalBytes([extent(0, 4), extent(2, 6)])).toBe(8);
    fc.assert(
      fc.property(anyExtents, (ranges) => {
        expect(totalBytes(ranges)).toBe(ranges.reduce((sum, range) => sum + bytesOf([range]).size, 0));
      }),
    );
  });
});
