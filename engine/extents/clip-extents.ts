import { type Extent, extent } from './extent.ts';

/** The parts of `ranges` that lie inside `window`, in their order. */
export function clipExtents(ranges: readonly Extent[], window: Extent): Extent[] {
  const clipped: Extent[] = [];
  for (const range of ranges) {
    const start = Math.max(range.start, window.start);
    const end = Math.min(range.end, window.end);
    if (start < end) clipped.push(extent(start, end));
  }
  return clipped;
}
