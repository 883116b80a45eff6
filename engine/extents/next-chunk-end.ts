/**
 * Where the chunk that begins at `position` ends. Chunks stop at multiples of `chunkBytes`, so that after a first
 * odd piece every read and write is aligned however the extents lie.
 *
 * @param position a byte inside the range, position < end
 * @param end byte after the last of the range
 * @param chunkBytes upper bound for the length of a chunk, > 0
 */
export function nextChunkEnd(position: number, end: number, chunkBytes: number): number {
  return Math.min(end, (Math.floor(position / chunkBytes) + 1) * chunkBytes);
}
