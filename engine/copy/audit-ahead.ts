import { nextChunkEnd } from '../extents/next-chunk-end.ts';
import type { OpenFile } from '../system/file-system.ts';
import { type AuditQueue, queueLengthMax } from './audit-queue.ts';
import type { MapPiece } from './hole-map.ts';

/** Of a hole, this much is read at once by one thread: 1 to 2 ms where holes cost no device. */
const stretchBytes = 16 * 1024 * 1024;

/** A piece of the map; `number` stands for a stretch of a hole that a helper was asked to read. */
export interface AuditedPiece extends MapPiece {
  readonly number?: number;
  /** Known when the copying thread has read it ahead of its turn. */
  isHole?: boolean;
}

/** The audit of one file's holes by a helper, ahead of the copy. The helper only reads; whatever it cannot say is read here. */
export class AuditAhead {
  private readonly queue: AuditQueue;
  private readonly descriptor: number | undefined;
  private readonly pieces: AuditedPiece[] = [];
  /** A map that has lied once is likely to lie again, and then every byte would be read twice. */
  private hasLied = false;

  constructor(queue: AuditQueue, file: OpenFile) {
    this.queue = queue;
    this.descriptor = file.descriptorForHoles();
  }

  /** The same pieces, holes cut into stretches, read from the map as far ahead as the queue is long. */
  *follow(map: Iterable<MapPiece>): Generator<AuditedPiece> {
    for (const piece of cutHoles(map)) {
      this.pieces.push(this.published(piece));
      if (this.pieces.length < queueLengthMax) continue;
      yield* this.next();
    }
    while (this.pieces.length > 0) yield* this.next();
  }

  /**
   * Whether a hole was read already, and is one. While the helper is still at it, another one is read here instead of waiting.
   *
   * @param isAllZeros reads a stretch in this thread
   */
  isHole(piece: AuditedPiece, isAllZeros: (start: number, end: number) => boolean): boolean {
    const { number } = piece;
    if (number === undefined) return false;
    if (piece.isHole !== undefined) return piece.isHole;
    while (this.queue.isBeingRead(number) && this.readAnother(isAllZeros)) {}
    const answer = this.queue.settle(number);
    if (answer === 'not zeros') this.hasLied = true;
    return answer === 'zeros';
  }

  /** Nothing of this file is read by the helper when it returns. */
  close(): void {
    for (const { number, isHole } of this.pieces)
      if (number !== undefined && isHole === undefined) this.queue.settle(number);
  }

  /** A piece stays among the others while it is copied, so that `close` finds it when that ends early. */
  private *next(): Generator<AuditedPiece> {
    yield this.pieces[0] as AuditedPiece;
    this.pieces.shift();
  }

  /** @returns false when there is nothing that nobody has begun */
  private readAnother(isAllZeros: (start: number, end: number) => boolean): boolean {
    for (const piece of this.pieces) {
      const { number, start, end } = piece;
      if (number === undefined || piece.isHole !== undefined || !this.queue.takeBack(number)) continue;
      piece.isHole = isAllZeros(start, end);
      if (!piece.isHole) this.hasLied = true;
      return true;
    }
    return false;
  }

  private published(piece: MapPiece): AuditedPiece {
    if (piece.kind !== 'hole' || this.descriptor === undefined || this.hasLied) return piece;
    const number = this.queue.publish(this.descriptor, piece.start, piece.end);
    return number === undefined ? piece : { ...piece, number };
  }
}

function* cutHoles(map: Iterable<MapPiece>): Generator<MapPiece> {
  for (const piece of map) {
    if (piece.kind !== 'hole') {
      yield piece;
      continue;
    }
    for (let start = piece.start; start < piece.end; ) {
      const end = nextChunkEnd(start, piece.end, stretchBytes);
      yield { kind: 'hole', start, end };
      start = end;
    }
  }
}
