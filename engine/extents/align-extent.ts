import { type Extent, extent } from './extent.ts';

/** The largest range inside `range` whose two ends are multiples of `blockBytes`, or undefined if there is none. */
export function alignInwards(range: Extent, blockBytes: number): Extent | undefined {
  const start = Math.ceil(range.start / blockBytes) * blockBytes;
  const end = Math.floor(range.end / blockBytes) * blockBytes;
  return start < end ? extent(start, end) : undefined;
}

/** The smallest range around `range` whose ends are multiples of `blockBytes`, cut at `limitBytes`. */
export function alignOutwards(range: Extent, blockBytes: number, limitBytes: number): Extent {
  const start = Math.floor(range.start / blockBytes) * blockBytes;
  const end = Math.ceil(range.end / blockBytes) * blockBytes;
  return extent(start, Math.max(Math.min(end, limitBytes), range.end));
}
