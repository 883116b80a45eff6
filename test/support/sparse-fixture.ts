import { type Extent, extent } from '../../engine/extents/extent.ts';
import { mergeExtents } from '../../engine/extents/merge-extents.ts';
import type { SeededRandom } from './seeded-random.ts';

/** A sparse file to be made, with the truth about it. */
export interface SparseFixture {
  readonly shape: SparseShape;
  readonly logicalBytes: number;
  /** Pieces to write, ascending. */
  readonly pieces: readonly { readonly start: number; readonly bytes: Buffer }[];
  /** Everything that is written, stored zeros included; what is in none of it is a hole or rounding. */
  readonly written: readonly Extent[];
}

export const sparseShapes = [
  'empty',
  'one byte',
  'all hole',
  'all data',
  'leading hole',
  'trailing hole',
  'middle hole',
  'worn',
  'random',
  'edges',
  'stored zeros',
] as const;
export type SparseShape = (typeof sparseShapes)[number];

/**
 * Plans a file of one shape. Lengths are at block boundaries and a byte beside them, where copies go wrong.
 *
 * @param blockBytes block of the volume; pieces are larger than a few of them
 * @param odd bytes beside the block boundary
 */
export function planSparseFixture(
  shape: SparseShape,
  random: SeededRandom,
  blockBytes = 4096,
  odd = random.pick([-1, 0, 1]),
): SparseFixture {
  const size = 64 * blockBytes + odd;
  const data = (start: number, end: number) => ({ start, bytes: random.bytes(end - start) });
  switch (shape) {
    case 'empty':
      return fixture(shape, 0, []);
    case 'one byte':
      return fixture(shape, 1, [data(0, 1)]);
    case 'all hole':
      return fixture(shape, size, []);
    case 'all data':
      return fixture(shape, size, [data(0, size)]);
    case 'leading hole':
      return fixture(shape, size, [data(48 * blockBytes, size)]);
    case 'trailing hole':
      return fixture(shape, size, [data(0, 16 * blockBytes + odd)]);
    case 'middle hole':
      return fixture(shape, size, [data(0, 16 * blockBytes), data(48 * blockBytes, size)]);
    case 'worn':
      return fixture(
        shape,
        4 * size,
        Array.from({ length: 30 }, (_, i) => data(i * 8 * blockBytes, (i * 8 + 4) * blockBytes)),
      );
    case 'random':
      return fixture(shape, 4 * size, randomPieces(random, 4 * size));
    case 'edges':
      return fixture(shape, size, [
        data(blockBytes - 1, blockBytes + 1),
        data(10 * blockBytes, 10 * blockBytes + 1),
        data(20 * blockBytes - 1, 20 * blockBytes),
      ]);
    case 'stored zeros':
      return fixture(shape, size, [
        data(0, 4 * blockBytes),
        { start: 4 * blockBytes, bytes: Buffer.alloc(28 * blockBytes) },
        data(40 * blockBytes, 44 * blockBytes),
      ]);
  }
}

/** What the file holds. */
export function contentOf(plan: SparseFixture): Buffer {
  const content = Buffer.alloc(plan.logicalBytes);
  for (const { start, bytes } of plan.pieces) bytes.copy(content, start);
  return content;
}

function fixture(shape: SparseShape, logicalBytes: number, pieces: SparseFixture['pieces']): SparseFixture {
  return {
    shape,
    logicalBytes,
    pieces,
    written: mergeExtents(pieces.map(({ start, bytes }) => extent(start, start + bytes.length))),
  };
}

function randomPieces(random: SeededRandom, size: number): { start: number; bytes: Buffer }[] {
  const pieces: { start: number; bytes: Buffer }[] = [];
  for (let at = random.integer(0, 50_000); at < size; at += random.integer(1, 200_000)) {
    const bytes = random.bytes(Math.min(size - at, random.integer(1, 60_000)));
    pieces.push({ start: at, bytes });
    at += bytes.length;
  }
  return pieces;
}
