/** A half-open range of bytes `[start, end)`: `start` belongs to it, `end` does not. Never empty. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * The one constructor of extents.
 *
 * @param start first byte, 0 ≤ start
 * @param end byte after the last, start < end ≤ 2^53 - 1
 * @throws RangeError for anything else: an extent that is wrong copies the wrong bytes, so it must not exist
 */
export function extent(start: number, end: number): Extent {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start) {
    throw new RangeError(`not a byte range: [${start}, ${end})`);
  }
  return { start, end };
}

/** Length in bytes, at least 1. */
export function extentBytes(range: Extent): number {
  return range.end - range.start;
}

/** Sum of the lengths in bytes. Ranges that overlap count twice. */
export function totalBytes(ranges: Iterable<Extent>): number {
  let bytes = 0;
  for (const range of ranges) bytes += extentBytes(range);
  return bytes;
}
