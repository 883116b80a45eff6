import type { Extent } from '../extents/extent.ts';
import { nextChunkEnd } from '../extents/next-chunk-end.ts';
import type { OpenFile } from '../system/file-system.ts';
import { type ContentDigest, ContentDigester, type StreamHash } from './content-digest.ts';
import type { Control } from './control.ts';
import { type MapPiece, readHoleMap } from './hole-map.ts';
import type { ProgressBoard } from './progress-board.ts';

/**
 * Bytes of one read. Where data lies in small pieces, one read of 4 MiB brings as much as four of 1 MiB in a fifth less time; where
 * it lies in large ones there is no difference (test/bench).
 */
export const digestChunkBytes = 4 * 1024 * 1024;

/**
 * Holes up to this length are read along: the device is not asked for them, and filling as much memory with zeros takes less
 * time than one more request does.
 */
const bridgedHoleBytes = 256 * 1024;

export interface DigestJob {
  readonly file: OpenFile;
  readonly logicalBytes: number;
  /**
   * Whether holes of this file's own map count as zeros without being read. Only for volumes whose map is trusted;
   * elsewhere every byte is read, since a lying map would hide just what a check should find (H2).
   */
  readonly isHoleMapTrusted: boolean;
  readonly hash: StreamHash;
  /** At least `digestChunkBytes` long. */
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
  const reader = new DigestReader(job);
  const pieces: Iterable<MapPiece> = job.isHoleMapTrusted
    ? readHoleMap(job.file, 0, job.logicalBytes)
    : [{ kind: 'data', start: 0, end: job.logicalBytes }];
  for (const piece of pieces) {
    if (piece.kind === 'hole') reader.passHole(piece.start, piece.end);
    else reader.add(piece.start, piece.end);
    if (reader.endedAt !== undefined) break;
  }
  return reader.finish();
}

class DigestReader {
  /** Where the file ended, when that was before the end of its data. */
  endedAt: number | undefined;
  private readonly job: DigestJob;
  private readonly digester: ContentDigester;
  /** Data of one chunk that the next read brings, ascending. */
  private waiting: Extent[] = [];

  constructor(job: DigestJob) {
    this.job = job;
    this.digester = new ContentDigester(job.hash);
  }

  passHole(start: number, end: number): void {
    this.job.control.check();
    this.job.board.add('doneBytes', end - start);
  }

  add(start: number, end: number): void {
    for (let position = start; position < end && this.endedAt === undefined; ) {
      const next = nextChunkEnd(position, end, digestChunkBytes);
      if (!this.isWithinReach(position)) this.read();
      this.waiting.push({ start: position, end: next });
      position = next;
    }
  }

  finish(): ContentDigest {
    if (this.endedAt === undefined) this.read();
    // What could not be read to its end is not what it should be, even if only zeros would follow.
    return this.digester.finish(this.endedAt ?? this.job.file.readFacts().logicalBytes);
  }

  /** Whether what begins at `position` comes with the same read as what waits. */
  private isWithinReach(position: number): boolean {
    const [first, last] = [this.waiting[0], this.waiting.at(-1)];
    if (first === undefined || last === undefined) return true;
    const chunkEnd = nextChunkEnd(first.start, Infinity, digestChunkBytes);
    return position < chunkEnd && position - last.end <= bridgedHoleBytes;
  }

  private read(): void {
    const { file, buffer, control, board } = this.job;
    const [start, end] = [this.waiting[0]?.start ?? 0, this.waiting.at(-1)?.end ?? 0];
    control.check();
    for (let position = start; position < end; ) {
      const bytes = file.read(buffer, position - start, end - position, position);
      if (bytes === 0) {
        this.endedAt = position;
        return;
      }
      position += bytes;
    }
    for (const data of this.waiting) {
      this.digester.update(
        buffer.subarray(data.start - start, data.end - start),
        data.end - data.start,
        data.start,
      );
      board.add('doneBytes', data.end - data.start);
    }
    this.waiting = [];
  }
}
