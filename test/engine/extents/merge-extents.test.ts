import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extent } from '../../../engine/extents/extent.ts';
import { mergeExtents } from '../../../engine/extents/merge-extents.ts';
import { anyExtents, bytesOf, isMerged } from './byte-sets.ts';

describe('merged extents', () => {
  it('hold the same bytes as before, ascending, with a gap between each two', () => {
    fc.assert(
      fc.property(anyExtents, (ranges) => {
        const merged = mergeExtents(ranges);
        expect(bytesOf(merged)).toEqual(bytesOf(ranges));
        expect(isMerged(merged)).toBe(true);
      }),
    );
  });

  it('stay as they are when merged again', () => {
    fc.assert(
      fc.property(anyExtents, (ranges) => {
        const merged = mergeExtents(ranges);
        expect(mergeExtents(merged)).toEqual(merged);
      }),
    );
  });

  it('come out the same in whatever order and however often the ranges are given', () => {
    const shuffled = anyExtents.chain((ranges) =>
      fc.tuple(
        fc.constant(ranges),
        fc.shuffledSubarray([...ranges, ...ranges], { minLength: ranges.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([ranges, other]) => {
        expect(mergeExtents(other)).toEqual(mergeExtents(ranges));
      }),
    );
  });

  it('join ranges that only touch, and leave a gap of one byte open', () => {
    expect(mergeExtents([extent(5, 9), extent(0, 5)])).toEqual([extent(0, 9)]);
    expect(mergeExtents([extent(0, 5), extent(6, 9)])).toEqual([extent(0, 5), extent(6, 9)]);
  });

  it('swallow a range inside another', () => {
    expect(mergeExtents([extent(0, 100), extent(10, 20), extent(30, 40)])).toEqual([extent(0, 100)]);
  });

  it('leave what they were made from untouched', () => {
    const ranges = [extent(5, 9), extent(0, 5)];
    mergeExtents(ranges);
    expect(ranges).toEqual([extent(5, 9), extent(0, 5)]);
    expect(mergeExtents([])).toEqual([]);
  });
});
