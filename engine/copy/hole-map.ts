import type { OpenFile } from '../system/file-system.ts';

/** One stretch of a file as its hole map tells it: half-open, never empty. */
export interface MapPiece {
  /** `unmapped`: the volume has no map, so nothing is known but that it must be read. */
  readonly kind: 'data' | 'hole' | 'unmapped';
  readonly start: number;
  readonly end: number;
}

/**
 * Pieces begin and end at multiples of this (but for the end of the file). No volume allocates in smaller units, and
 * the content digest works in the same grain.
 */
export const mapGrainBytes = 512;

/**
 * Walks a file's hole map from `start` to `end`, ascending and without gaps, with at most two seeks an extent.
 *
 * Asks for a hole first and for data only at a known hole: macOS skips ahead when asked for data inside data, and
 * answers "no such hole" where data reaches the end (darwin-abi.md §0.2). Where the map makes no sense the rest is data,
 * which is always safe.
 */
export function* readHoleMap(file: OpenFile, start: number, end: number): Generator<MapPiece> {
  let position = start;
  while (position < end) {
    const hole = file.findHole(position);
    if (hole === 'unsupported') {
      yield { kind: 'unmapped', start: position, end };
      return;
    }
    const holeStart = typeof hole === 'number' && hole >= position ? grainUp(hole, end) : end;
    if (holeStart >= end) break;
    const data = file.findData(hole as number);
    if (data === 'unsupported' || (typeof data === 'number' && data <= (hole as number))) break;
    const holeEnd = data === 'none' ? end : grainDown(data, end);
    if (holeEnd > holeStart) {
      if (holeStart > position) yield { kind: 'data', start: position, end: holeStart };
      yield { kind: 'hole', start: holeStart, end: holeEnd };
      position = holeEnd;
    } else {
      // A hole inside one grain: not worth a piece of its own.
      const next = Math.max(holeStart, grainUp(data as number, end));
      yield { kind: 'data', start: position, end: next };
      position = next;
    }
  }
  if (position < end) yield { kind: 'data', start: position, end };
}

function grainUp(offset: number, end: number): number {
  return Math.min(end, Math.ceil(offset / mapGrainBytes) * mapGrainBytes);
}

function grainDown(offset: number, end: number): number {
  return Math.min(end, Math.floor(offset / mapGrainBytes) * mapGrainBytes);
}
