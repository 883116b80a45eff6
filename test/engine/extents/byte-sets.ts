import fc from 'fast-check';
import { type Extent, extent } from '../../../engine/extents/extent.ts';

/** Small enough to list every byte, large enough for ranges that touch, overlap, nest and stand apart. */
export const universeBytes = 48;

/** One range in the small universe. */
export const anyExtent: fc.Arbitrary<Extent> = fc
  .tuple(fc.nat(universeBytes - 1), fc.integer({ min: 1, max: universeBytes }))
  .map(([start, length]) => extent(start, Math.min(start + length, universeBytes)));

/** Ranges in any order; often short, so that many of them touch without overlapping. */
export const anyExtents: fc.Arbitrary<Extent[]> = fc.array(
  fc.oneof(
    anyExtent,
    fc.nat(universeBytes - 1).map((start) => extent(start, start + 1)),
  ),
  { maxLength: 10 },
);

/** The truth to compare with, made byte by byte and not by the maths under test. */
export function bytesOf(ranges: readonly Extent[]): Set<number> {
  const bytes = new Set<number>();
  for (const { start, end } of ranges) for (let byte = start; byte < end; byte++) bytes.add(byte);
  return bytes;
}

/** Ascending, and at least one byte between each two: the one normal form of a set of bytes. */
export function isMerged(ranges: readonly Extent[]): boolean {
  return ranges.every((range, i) => i === 0 || (ranges[i - 1] as Extent).end < range.start);
}
