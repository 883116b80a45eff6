import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapGrainBytes, readHoleMap } from '../../../engine/copy/hole-map.ts';
import type { OpenFile, SeekAnswer } from '../../../engine/system/file-system.ts';

/** A file that is nothing but its hole map: the only calls the walk makes are counted and answered. */
class MapOnlyFile {
  seeks = 0;
  private readonly data: readonly (readonly [number, number])[];
  private readonly size: number;
  private readonly isDarwin: boolean;

  constructor(data: readonly (readonly [number, number])[], size: number, isDarwin: boolean) {
    this.data = data;
    this.size = size;
    this.isDarwin = isDarwin;
  }

  findHole(position: number): SeekAnswer {
    this.seeks++;
    const hole = this.data.find(([start, end]) => start <= position && position < end)?.[1] ?? position;
    // darwin-abi.md §0.2: ENXIO where no real hole follows.
    return this.isDarwin && hole >= this.size ? 'none' : Math.min(hole, this.size);
  }

  findData(position: number): SeekAnswer {
    this.seeks++;
    const inside = this.data.findIndex(([start, end]) => start <= position && position < end);
    // darwin-abi.md §0.2: asked inside data, macOS answers with the next data.
    if (inside >= 0) return this.isDarwin ? (this.data[inside + 1]?.[0] ?? 'none') : position;
    return this.data.find(([start]) => start >= position)?.[0] ?? 'none';
  }
}

const walk = (file: Pick<OpenFile, 'findHole' | 'findData'>, size: number) => [
  ...readHoleMap(file as OpenFile, 0, size),
];

/** Data ranges that do not touch, in units of `unit` bytes. */
const maps = (unit: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }).map((edges) => {
    const sorted = edges.sort((a, b) => a - b).map((edge) => edge * unit);
    return Array.from(
      { length: Math.floor(sorted.length / 2) },
      (_, i) => [sorted[2 * i] as number, sorted[2 * i + 1] as number] as const,
    );
  });

describe.each([
  ['as Linux answers', false],
  ['as macOS answers', true],
])('the walk of a hole map, %s', (_name, isDarwin) => {
  it('covers the file without gap or overlap, holds all data, and seeks at most twice an extent and once more', () => {
    fc.assert(
      fc.property(maps(4096), fc.integer({ min: 0, max: 64 * 4096 }), (map, size) => {
        const data = map
          .map(([start, end]) => [start, Math.min(end, size)] as const)
          .filter(([start, end]) => start < end);
        const file = new MapOnlyFile(data, size, isDarwin);
        const pieces = walk(file, size);
        let position = 0;
        for (const piece of pieces) {
          expect(piece.start).toBe(position);
          expect(piece.end).toBeGreaterThan(piece.start);
          position = piece.end;
        }
        expect(position).toBe(size);
        expect(pieces.filter((piece) => piece.kind === 'data').map(({ start, end }) => [start, end])).toEqual(
          data,
        );
        expect(file.seeks).toBeLessThanOrEqual(2 * data.length + 2);
      }),
    );
  });

  it('never leaves data out when the map has edges inside a sector', () => {
    fc.assert(
      fc.property(maps(100), fc.integer({ min: 1, max: 6500 }), (map, size) => {
        const data = map
          .map(([start, end]) => [start, Math.min(end, size)] as const)
          .filter(([start, end]) => start < end);
        const pieces = walk(new MapOnlyFile(data, size, isDarwin), size);
        expect(pieces[0]?.start).toBe(0);
        expect(pieces.at(-1)?.end).toBe(size);
        for (const hole of pieces.filter((piece) => piece.kind === 'hole')) {
          expect(hole.start % mapGrainBytes).toBe(0);
          expect(hole.end % mapGrainBytes === 0 || hole.end === size).toBe(true);
          for (const [start, end] of data) expect(end <= hole.start || start >= hole.end).toBe(true);
        }
      }),
    );
  });
});

describe('a hole map that cannot be used', () => {
  it.each([
    ['goes backwards', { findHole: (at: number) => at - 1, findData: () => 0 }],
    ['does not advance over a hole', { findHole: (at: number) => at, findData: (at: number) => at }],
    ['knows holes but no data', { findHole: () => 0, findData: () => 'unsupported' }],
  ] as const)('and %s makes everything data', (_what, file) => {
    expect(walk(file as Pick<OpenFile, 'findHole' | 'findData'>, 10_000)).toEqual([
      { kind: 'data', start: 0, end: 10_000 },
    ]);
  });

  it('because there is none is told apart, so that it can be scanned', () => {
    const file = { findHole: () => 'unsupported' as const, findData: () => 'unsupported' as const };
    expect(walk(file, 10_000)).toEqual([{ kind: 'unmapped', start: 0, end: 10_000 }]);
  });
});
