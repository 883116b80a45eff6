import { type Extent, extent } from './extent.ts';
import { mergeExtents } from './merge-extents.ts';

/**
 * The bytes of `ranges` that are in none of `removed`, merged and ascending.
 * `subtractExtents([whole], data)` is the list of holes.
 */
export function subtractExtents(ranges: readonly Extent[], removed: readonly Extent[]): Extent[] {
  const cuts = mergeExtents(removed);
  const left: Extent[] = [];
  let firstCut = 0;
  for (const range of mergeExtents(ranges)) {
    let start = range.start;
    while (firstCut < cuts.length && (cuts[firstCut] as Extent).end <= start) firstCut++;
    for (let i = firstCut; i < cuts.length && (cuts[i] as Extent).start < range.end; i++) {
      const cut = cuts[i] as Extent;
      if (cut.start > start) left.push(extent(start, cut.start));
      start = Math.max(start, cut.end);
    }
    if (start < range.end) left.push(extent(start, range.end));
  }
  return left;
}
