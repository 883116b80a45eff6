import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Extent, extent } from '../../../engine/extents/extent.ts';
import { nextChunkEnd } from '../../../engine/extents/next-chunk-end.ts';

const longest = Number.MAX_SAFE_INTEGER;

/** All chunks of a range; a limit, since a chunk that does not advance would never end. */
function chunksOf({ start, end }: Extent, chunkBytes: number): [number, number][] {
  const chunks: [number, number][] = [];
  for (let position = start; position < end; ) {
    const chunkEnd = nextChunkEnd(position, end, chunkBytes);
    chunks.push([position, chunkEnd]);
    if (chunkEnd <= position || chunks.length > 1000) throw new Error(`stands still at ${position}`);
    position = chunkEnd;
  }
  return chunks;
}

const anyChunkBytes = fc.constantFrom(1, 3, 512, 4096, 2 ** 20);

/** Ranges of at most 100 chunks, anywhere up to the last byte that has a number. */
const rangeAndChunk = anyChunkBytes.chain((chunkBytes) =>
  fc.tuple(
    fc
      .tuple(
        fc.oneof(
          fc.nat(10_000),
          fc.nat(longest - 1),
          fc.nat(200).map((back) => longest - 1 - back),
        ),
        fc.integer({ min: 1, max: 100 * chunkBytes }),
      )
      .map(([start, length]) => extent(start, Math.min(longest, start + length))),
    fc.constant(chunkBytes),
  ),
);

describe('the chunks of a range', () => {
  it('tile it: they begin with it, follow each other without gap, and end with it', () => {
    fc.assert(
      fc.property(rangeAndChunk, ([range, chunkBytes]) => {
        const chunks = chunksOf(range, chunkBytes);
        expect(chunks[0]?.[0]).toBe(range.start);
        expect(chunks.at(-1)?.[1]).toBe(range.end);
        expect(chunks.slice(1).every(([start], i) => start === chunks[i]?.[1])).toBe(true);
      }),
    );
  });

  it('are never longer than asked, and end at multiples but for the last', () => {
    fc.assert(
      fc.property(rangeAndChunk, ([range, chunkBytes]) => {
        const chunks = chunksOf(range, chunkBytes);
        expect(chunks.every(([start, end]) => end - start <= chunkBytes)).toBe(true);
        expect(chunks.slice(0, -1).every(([, end]) => end % chunkBytes === 0)).toBe(true);
      }),
    );
  });

  it('are as few as they can be', () => {
    fc.assert(
      fc.property(rangeAndChunk, ([range, chunkBytes]) => {
        const first = BigInt(range.start) / BigInt(chunkBytes);
        const last = (BigInt(range.end) - 1n) / BigInt(chunkBytes);
        expect(chunksOf(range, chunkBytes)).toHaveLength(Number(last - first) + 1);
      }),
    );
  });

  it('are one when a single chunk holds the range, and two when it crosses an edge', () => {
    expect(chunksOf(extent(0, 4096), 4096)).toEqual([[0, 4096]]);
    expect(chunksOf(extent(4095, 4097), 4096)).toEqual([
      [4095, 4096],
      [4096, 4097],
    ]);
  });
});
