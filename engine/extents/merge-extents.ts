import { type Extent, extent } from './extent.ts';

/**
 * The same bytes as `ranges` in the fewest extents, ascending: overlapping ranges and ranges that touch
 * (`[0, 5)` and `[5, 9)`) become one. The input may be in any order.
 */
export function mergeExtents(ranges: readonly Extent[]): Extent[] {
  const merged: Extent[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end) {
      merged[merged.length - 1] = extent(last.start, Math.max(last.end, range.end));
    } else {
      merged.push(range);
    }
  }
  return merged;
}
