import { nextChunkEnd } from '../extents/next-chunk-end.ts';
import type { OpenFile } from '../system/file-system.ts';
import type { Control } from './control.ts';
import { chunkBytes } from './copy-file-data.ts';
import { readHoleMap } from './hole-map.ts';
import type { ProgressBoard } from './progress-board.ts';
import { forEachNonZeroRun, zeroGrainBytes } from './zero-runs.ts';

/**
 * Counts the zeros that take space in a file: what `--holes scan` would leave out of a copy. Everything the hole map calls data
 * is read; without a map, everything.
 *
 * @returns bytes, in whole blocks of 4 KiB
 * @throws SystemCallError, FerryError CANCELLED
 */
export function measureZeros(
  file: OpenFile,
  logicalBytes: number,
  control: Control,
  board: ProgressBoard,
): number {
  const buffer = Buffer.allocUnsafeSlow(chunkBytes);
  let zeros = 0;
  for (const piece of readHoleMap(file, 0, logicalBytes)) {
    if (piece.kind === 'hole') continue;
    for (let position = piece.start; position < piece.end; ) {
      control.check();
      const wanted = nextChunkEnd(position, piece.end, chunkBytes) - position;
      let done = 0;
      for (let read = 1; read > 0 && done < wanted; done += read)
        read = file.read(buffer, done, wanted - done, position + done);
      if (done === 0) return zeros;
      zeros += done;
      forEachNonZeroRun(buffer, done, zeroGrainBytes, (start, end) => {
        zeros -= end - start;
      });
      board.add('doneBytes', done);
      position += done;
    }
  }
  return zeros;
}
