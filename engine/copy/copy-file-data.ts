import { errnoOf, FerryError } from '../errors.ts';
import { nextChunkEnd } from '../extents/next-chunk-end.ts';
import type { OpenFile } from '../system/file-system.ts';
import { AuditAhead } from './audit-ahead.ts';
import type { AuditQueue } from './audit-queue.ts';
import { asSourceError, asTargetError, blameTarget } from './blame.ts';
import type { ContentDigester } from './content-digest.ts';
import type { Control } from './control.ts';
import { HoleList } from './hole-list.ts';
import { type MapPiece, readHoleMap } from './hole-map.ts';
import type { HolePolicy } from './hole-policy.ts';
import type { ProgressBoard } from './progress-board.ts';
import { forEachNonZeroRun, isAllZeros, zeroGrainBytes } from './zero-runs.ts';

/** Bytes of one read and one write. 1 MiB beat smaller and larger ones on warm ext4 (test/bench). */
export const chunkBytes = 1024 * 1024;

/** macOS may refuse to grow a file at once that it will hold in steps (field.md H3: hyperkit PR 182). */
const growStepBytes = 1024 * 1024 * 1024;

export interface FileCopyJob {
  readonly source: OpenFile;
  readonly target: OpenFile;
  readonly logicalBytes: number;
  /** Everything before this offset is in the target already. Multiple of 512. */
  readonly startOffset: number;
  /** `sparse` leaves holes out; `plain` writes every byte in order. */
  readonly method: 'sparse' | 'plain';
  readonly holes: HolePolicy;
  /** For `audit`: where another thread reads holes ahead. */
  readonly auditQueue?: AuditQueue | undefined;
  /** One buffer of `chunkBytes` for the whole transfer. */
  readonly buffer: Buffer;
  readonly control: Control;
  readonly board: ProgressBoard;
  readonly digester: ContentDigester | undefined;
  /** Told now and then how far the file is written, so that a flush can follow behind. */
  readonly wroteUntil: (position: number) => void;
}

export interface FileCopyCounts {
  /** Bytes written. */
  copiedBytes: number;
  /** What was left out of the target. */
  readonly holes: HoleList;
  /** Bytes found not to be zeros where the source's map claimed a hole; they were copied. */
  mapLieBytes: number;
}

/**
 * Copies the content of one file in one ascending pass: the only loop that reads and writes, and the owner of every
 * short read and short write. The target's length is right when it returns; nothing is flushed yet.
 *
 * @throws FerryError SOURCE_UNREADABLE, SOURCE_CHANGED (it became shorter), NO_SPACE, TARGET_FAILED, CANCELLED
 */
export function copyFileData(job: FileCopyJob): FileCopyCounts {
  const loop = new CopyLoop(job);
  const { target, startOffset, logicalBytes } = job;
  const isGrown = job.method === 'sparse' && logicalBytes > chunkBytes;
  if (isGrown) blameTarget(target.path, () => growTo(target, logicalBytes));
  if (job.holes === 'scan') loop.scan(startOffset, logicalBytes);
  else copyByMap(loop, job);
  // A small file has its length from what was written to it, unless it ends with a hole.
  if (!isGrown && loop.writtenUntil < logicalBytes)
    blameTarget(target.path, () => target.setLength(logicalBytes));
  return loop.counts;
}

function copyByMap(loop: CopyLoop, { source, startOffset, logicalBytes, auditQueue }: FileCopyJob): void {
  const map = readHoleMap(source, startOffset, logicalBytes);
  if (auditQueue === undefined) {
    for (const piece of map) loop.copyPiece(piece, false);
    return;
  }
  const ahead = new AuditAhead(auditQueue, source);
  const isAllZeros = (start: number, end: number) => loop.isAllZeros(start, end);
  try {
    for (const piece of ahead.follow(map)) loop.copyPiece(piece, ahead.isHole(piece, isAllZeros));
  } finally {
    ahead.close();
  }
}

function growTo(target: OpenFile, logicalBytes: number): void {
  try {
    target.setLength(logicalBytes);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOSPC') throw thrown;
    for (let length = growStepBytes; length < logicalBytes; length += growStepBytes) target.setLength(length);
    target.setLength(logicalBytes);
  }
}

class CopyLoop {
  private readonly job: FileCopyJob;
  readonly counts: FileCopyCounts = { copiedBytes: 0, holes: new HoleList(), mapLieBytes: 0 };

  /** Where the target ends by what was written to it. */
  writtenUntil: number;

  constructor(job: FileCopyJob) {
    this.job = job;
    this.writtenUntil = job.startOffset;
  }

  /** @param isAudited whether it is a hole that was read already */
  copyPiece({ kind, start, end }: MapPiece, isAudited: boolean): void {
    if (kind === 'data') this.copyData(start, end);
    else if (kind === 'hole') this.passHole(start, end, isAudited);
    else this.scan(start, end);
  }

  private copyData(start: number, end: number): void {
    for (let position = start; position < end; ) {
      const next = this.readChunk(position, end);
      this.write(0, next - position, position);
      position = next;
    }
  }

  /** What the map claims to be a hole. */
  private passHole(start: number, end: number, isAudited: boolean): void {
    if (this.job.holes === 'audit' && !isAudited) this.audit(start, end);
    else if (this.job.method === 'plain') this.writeZeros(start, end);
    else this.keepHole(start, end);
  }

  /** No map: reads everything; `sparse` leaves out the zeros it finds. */
  scan(start: number, end: number): void {
    for (let position = start; position < end; ) {
      const next = this.readChunk(position, end);
      if (this.job.method === 'plain') this.write(0, next - position, position);
      else this.writeNonZero(next - position, position);
      position = next;
    }
  }

  private audit(start: number, end: number): void {
    for (let position = start; position < end; ) {
      const next = this.readChunk(position, end, true);
      const length = next - position;
      if (this.job.method === 'sparse' && isAllZeros(this.job.buffer, 0, length)) {
        this.keepHole(position, next);
        position = next;
        continue;
      }
      this.job.digester?.update(this.job.buffer, length, position);
      forEachNonZeroRun(this.job.buffer, length, zeroGrainBytes, (from, until) => {
        this.counts.mapLieBytes += until - from;
      });
      if (this.job.method === 'plain') this.write(0, length, position);
      else this.writeNonZero(length, position);
      position = next;
    }
  }

  /** Reads a hole only to know. */
  isAllZeros(start: number, end: number): boolean {
    for (let position = start; position < end; ) {
      const next = this.readChunk(position, end, true);
      if (!isAllZeros(this.job.buffer, 0, next - position)) return false;
      position = next;
    }
    return true;
  }

  private writeNonZero(length: number, position: number): void {
    let zerosFrom = 0;
    forEachNonZeroRun(this.job.buffer, length, zeroGrainBytes, (from, until) => {
      if (from > zerosFrom) this.keepHole(position + zerosFrom, position + from);
      this.write(from, until, position);
      zerosFrom = until;
    });
    if (zerosFrom < length) this.keepHole(position + zerosFrom, position + length);
  }

  private keepHole(start: number, end: number): void {
    this.job.control.check();
    this.counts.holes.add(start, end);
    this.job.board.add('holeBytes', end - start);
  }

  private writeZeros(start: number, end: number): void {
    this.job.buffer.fill(0);
    for (let position = start; position < end; ) {
      this.job.control.check();
      const next = nextChunkEnd(position, end, chunkBytes);
      this.write(0, next - position, position);
      position = next;
    }
  }

  /**
   * Fills the buffer from `position` to the end of its chunk and answers where that is. What was read of a hole is not digested
   * here: zeros need not be.
   */
  private readChunk(position: number, end: number, isHole = false): number {
    const { source, buffer, control, digester } = this.job;
    control.check();
    const next = nextChunkEnd(position, end, chunkBytes);
    const length = next - position;
    try {
      for (let done = 0; done < length; ) {
        const bytes = isHole
          ? source.readHole(buffer, done, length - done, position + done)
          : source.read(buffer, done, length - done, position + done);
        if (bytes === 0) throw becameShorter(source.path);
        done += bytes;
      }
    } catch (thrown) {
      throw asSourceError(source.path, thrown);
    }
    if (!isHole) digester?.update(buffer, length, position);
    return next;
  }

  /** Writes `[from, until)` of the buffer, whose first byte stands at `position` in the file. */
  private write(from: number, until: number, position: number): void {
    const { target, buffer, board } = this.job;
    try {
      for (let done = from; done < until; ) {
        const bytes = target.write(buffer, done, until - done, position + done);
        if (bytes === 0) throw wroteNothing(target.path);
        done += bytes;
      }
    } catch (thrown) {
      throw asTargetError(target.path, thrown);
    }
    this.writtenUntil = position + until;
    this.counts.copiedBytes += until - from;
    board.add('copiedBytes', until - from);
    board.add('doneBytes', until - from);
    this.job.wroteUntil(position + until);
  }
}

function becameShorter(path: string): FerryError {
  return new FerryError(
    'SOURCE_CHANGED',
    `${path} became shorter while it was copied.`,
    'Shut the VM down and copy it again. Nothing was left at the target.',
    { path },
  );
}

/** write(2) answers 0 for a wish of more than 0 bytes only on broken file systems; going on would never end. */
function wroteNothing(path: string): FerryError {
  return new FerryError(
    'TARGET_FAILED',
    `${path} could not be written: the volume took no bytes and gave no reason.`,
    'Check the target volume (Disk Utility ▸ First Aid), then try again.',
    { path },
  );
}
