import { nextChunkEnd } from '../extents/next-chunk-end.ts';
import type { OpenFile } from '../system/file-system.ts';
import { type ContentDigest, ContentDigester, type StreamHash } from './content-digest.ts';
import type { Control } from './control.ts';
import { chunkBytes } from './copy-file-data.ts';
import { readHoleMap } from './hole-map.ts';
import type { ProgressBoard } from './progress-board.ts';

export interface DigestJob {
  readonly file: OpenFile;
  readonly logicalBytes: number;
  /**
   * Whether holes of this file's own map count as zeros without being read. Only for volumes whose map is trusted;
   * elsewhere every byte is read, since a lying map would hide just what a check should find (H2).
   */
  readonly isHoleMapTrusted: boolean;
  readonly hash: StreamHash;
  /** At least `chunkBytes` long. */
  readonly buffer: Buffer;
  readonly control: Control;
  readonly board: ProgressBoard;
}

/**
 * Digests what a file holds over its full logical length. A file that turns out shorter gets a digest that differs.
 *
 * @throws SystemCallError when it cannot be read; FerryError CANCELLED
 */
export function readContentDigest(job: DigestJob): ContentDigest {
  const digester = new ContentDigester(job.hash);
  const pieces = job.isHoleMapTrusted
    ? readHoleMap(job.file, 0, job.logicalBytes)
    : [{ kind: 'data', start: 0, end: job.logicalBytes }];
  for (const piece of pieces) {
    if (piece.kind === 'hole') {
      job.control.check();
      job.board.add('doneBytes', piece.end - piece.start);
      continue;
    }
    const end = digestData(job, digester, piece.start, piece.end);
    // What could not be read to its end is not what it should be, even if only zeros would follow.
    if (end < piece.end) return digester.finish(end);
  }
  return digester.finish(job.file.readFacts().logicalBytes);
}

/** Where it ended: before `end` when the file gave no more. */
function digestData(job: DigestJob, digester: ContentDigester, start: number, end: number): number {
  for (let position = start; position < end; ) {
    job.control.check();
    const next = nextChunkEnd(position, end, chunkBytes);
    let done = 0;
    while (done < next - position) {
      const bytes = job.file.read(job.buffer, done, next - position - done, position + done);
      if (bytes === 0) return position + done;
      done += bytes;
    }
    digester.update(job.buffer, done, position);
    job.board.add('doneBytes', done);
    position = next;
  }
  return end;
}
