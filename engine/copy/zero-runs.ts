/** Zeros are looked for in blocks of this size: the block of every volume that makes holes. */
export const zeroGrainBytes = 4096;

const zeros = Buffer.alloc(1024 * 1024);

/** Whether `[start, end)` of the buffer is all zeros: one memcmp a MiB, which stops at the first other byte. */
export function isAllZeros(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += zeros.length) {
    const bytes = Math.min(zeros.length, end - at);
    if (buffer.compare(zeros, 0, bytes, at, at + bytes) !== 0) return false;
  }
  return true;
}

/**
 * The parts of the first `length` bytes of `buffer` that are not zeros, in whole grains, ascending; neighbours are
 * joined. One comparison settles a buffer of zeros; in the others most grains are settled by their first eight bytes.
 *
 * @param buffer begins at a multiple of `grainBytes` in the file and at a multiple of 8 in memory
 */
export function forEachNonZeroRun(
  buffer: Buffer,
  length: number,
  grainBytes: number,
  visit: (start: number, end: number) => void,
): void {
  if (isAllZeros(buffer, 0, length)) return;
  // -0 and 0 are equal as doubles, which only leads to the full comparison.
  const words = new Float64Array(buffer.buffer, buffer.byteOffset, Math.floor(length / 8));
  const wordsPerGrain = grainBytes / 8;
  let runStart = -1;
  for (let grain = 0; grain * grainBytes < length; grain++) {
    const start = grain * grainBytes;
    const isZero =
      (words[grain * wordsPerGrain] ?? 0) === 0 &&
      isAllZeros(buffer, start, Math.min(start + grainBytes, length));
    if (isZero && runStart >= 0) {
      visit(runStart, start);
      runStart = -1;
    } else if (!isZero && runStart < 0) {
      runStart = start;
    }
  }
  if (runStart >= 0) visit(runStart, length);
}
