import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipExtents } from '../../../engine/extents/clip-extents.ts';
import { type Extent, extent, totalBytes } from '../../../engine/extents/extent.ts';
import { mergeExtents } from '../../../engine/extents/merge-extents.ts';
import { subtractExtents } from '../../../engine/extents/subtract-extents.ts';
import { anyExtent, anyExtents, bytesOf, isMerged, universeBytes } from './byte-sets.ts';

const whole = extent(0, universeBytes);

describe('extents with others taken away', () => {
  it('hold the bytes of the first that are in none of the others, ascending and merged', () => {
    fc.assert(
      fc.property(anyExtents, anyExtents, (ranges, removed) => {
        const gone = bytesOf(removed);
        const left = subtractExtents(ranges, removed);
        expect(bytesOf(left)).toEqual(new Set([...bytesOf(ranges)].filter((byte) => !gone.has(byte))));
        expect(isMerged(left)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('and what a window keeps of them are the two parts of the whole: nothing twice, nothing missing', () => {
    fc.assert(
      fc.property(anyExtents, anyExtent, (ranges, window) => {
        const inside = clipExtents(mergeExtents(ranges), window);
        const outside = subtractExtents(ranges, [window]);
        expect(mergeExtents([...inside, ...outside])).toEqual(mergeExtents(ranges));
        expect(totalBytes(inside) + totalBytes(outside)).toBe(totalBytes(mergeExtents(ranges)));
      }),
    );
  });

  it('give the holes of a file, and from the holes the data again', () => {
    fc.assert(
      fc.property(anyExtents, (data) => {
        const holes = subtractExtents([whole], data);
        expect(totalBytes(holes) + totalBytes(mergeExtents(data))).toBe(universeBytes);
        expect(subtractExtents([whole], holes)).toEqual(mergeExtents(data));
      }),
    );
  });

  it('stay as they are when the same is taken away again', () => {
    fc.assert(
      fc.property(anyExtents, anyExtents, (ranges, removed) => {
        const left = subtractExtents(ranges, removed);
        expect(subtractExtents(left, removed)).toEqual(left);
      }),
    );
  });

  it('are the merged ranges when nothing is taken, and nothing when all is', () => {
    fc.assert(
      fc.property(anyExtents, (ranges) => {
        expect(subtractExtents(ranges, [])).toEqual(mergeExtents(ranges));
        expect(subtractExtents(ranges, ranges)).toEqual([]);
        expect(subtractExtents([], ranges)).toEqual([]);
      }),
    );
  });

  it.each<[string, Extent[], Extent[], Extent[]]>([
    ['at the front', [extent(0, 10)], [extent(0, 3)], [extent(3, 10)]],
    ['at the end', [extent(0, 10)], [extent(7, 10)], [extent(0, 7)]],
    ['in the middle', [extent(0, 10)], [extent(4, 5)], [extent(0, 4), extent(5, 10)]],
    ['beside it, where they touch', [extent(5, 10)], [extent(0, 5), extent(10, 15)], [extent(5, 10)]],
    ['over two ranges', [extent(0, 5), extent(6, 10)], [extent(4, 7)], [extent(0, 4), extent(7, 10)]],
  ])('lose exactly what lies %s', (_where, ranges, removed, left) => {
    expect(subtractExtents(ranges, removed)).toEqual(left);
  });
});
