import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignInwards, alignOutwards } from '../../../engine/extents/align-extent.ts';
import { type Extent, extent } from '../../../engine/extents/extent.ts';
import { anyExtent, universeBytes } from './byte-sets.ts';

const anyBlock = fc.constantFrom(1, 2, 3, 4, 7, 8, 16, 64);
const longest = Number.MAX_SAFE_INTEGER;

/** Numbers of the blocks of which `holds` is true for some byte, or for every byte. */
const blocksOf = (blockBytes: number, quantify: 'some' | 'every', { start, end }: Extent) =>
  Array.from({ length: Math.ceil(universeBytes / blockBytes) }, (_, block) => block).filter((block) => {
    const bytes = Array.from({ length: blockBytes }, (_, i) => block * blockBytes + i);
    return bytes[quantify]((byte) => start <= byte && byte < end);
  });

describe('a range aligned inwards', () => {
  it('is exactly the blocks that lie in it whole, or nothing when there is none', () => {
    fc.assert(
      fc.property(anyExtent, anyBlock, (range, blockBytes) => {
        const blocks = blocksOf(blockBytes, 'every', range);
        const first = blocks[0];
        expect(alignInwards(range, blockBytes)).toEqual(
          first === undefined
            ? undefined
            : extent(first * blockBytes, ((blocks.at(-1) as number) + 1) * blockBytes),
        );
      }),
    );
  });

  it('stays as it is when aligned again', () => {
    fc.assert(
      fc.property(anyExtent, anyBlock, (range, blockBytes) => {
        const aligned = alignInwards(range, blockBytes);
        if (aligned !== undefined) expect(alignInwards(aligned, blockBytes)).toEqual(aligned);
      }),
    );
  });

  it('needs a whole block: a range of a block’s length across an edge holds none', () => {
    expect(alignInwards(extent(0, 4096), 4096)).toEqual(extent(0, 4096));
    expect(alignInwards(extent(1, 4097), 4096)).toBeUndefined();
    expect(alignInwards(extent(1, 8192), 4096)).toEqual(extent(4096, 8192));
  });
});

describe('a range aligned outwards', () => {
  it('is exactly the blocks that it touches, cut at the limit but never at its own end', () => {
    fc.assert(
      fc.property(anyExtent, anyBlock, fc.nat(2 * universeBytes), (range, blockBytes, limit) => {
        const blocks = blocksOf(blockBytes, 'some', range);
        const end = ((blocks.at(-1) as number) + 1) * blockBytes;
        expect(alignOutwards(range, blockBytes, limit)).toEqual(
          extent((blocks[0] as number) * blockBytes, Math.max(range.end, Math.min(end, limit))),
        );
      }),
    );
  });

  it('stays as it is when aligned again, and is the smallest: aligned inwards it is itself', () => {
    fc.assert(
      fc.property(anyExtent, anyBlock, (range, blockBytes) => {
        const aligned = alignOutwards(range, blockBytes, longest);
        expect(alignOutwards(aligned, blockBytes, longest)).toEqual(aligned);
        expect(alignInwards(aligned, blockBytes)).toEqual(aligned);
      }),
    );
  });

  it('ends with the file when its last block is not full', () => {
    expect(alignOutwards(extent(4097, 4098), 4096, 5000)).toEqual(extent(4096, 5000));
    expect(alignOutwards(extent(longest - 1, longest), 4096, longest)).toEqual(
      extent(longest - 4095, longest),
    );
  });
});
