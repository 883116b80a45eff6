import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipExtents } from '../../../engine/extents/clip-extents.ts';
import { extent } from '../../../engine/extents/extent.ts';
import { anyExtent, anyExtents, bytesOf } from './byte-sets.ts';

describe('clipped extents', () => {
  it('hold the bytes that are in the ranges and in the window, and no other', () => {
    fc.assert(
      fc.property(anyExtents, anyExtent, (ranges, window) => {
        const inBoth = [...bytesOf(ranges)].filter((byte) => window.start <= byte && byte < window.end);
        expect(bytesOf(clipExtents(ranges, window))).toEqual(new Set(inBoth));
      }),
    );
  });

  it('keep their order and are not joined: each range is clipped for itself', () => {
    fc.assert(
      fc.property(anyExtents, anyExtent, (ranges, window) => {
        const oneByOne = ranges.flatMap((range) => clipExtents([range], window));
        expect(clipExtents(ranges, window)).toEqual(oneByOne);
      }),
    );
  });

  it('stay as they are when clipped to the same window again', () => {
    fc.assert(
      fc.property(anyExtents, anyExtent, (ranges, window) => {
        const clipped = clipExtents(ranges, window);
        expect(clipExtents(clipped, window)).toEqual(clipped);
      }),
    );
  });

  it('leave out a range that only touches the window', () => {
    expect(clipExtents([extent(0, 5), extent(10, 15)], extent(5, 10))).toEqual([]);
    expect(clipExtents([extent(0, 6), extent(9, 15)], extent(5, 10))).toEqual([extent(5, 6), extent(9, 10)]);
  });
});
