import { beforeEach, describe, expect, it } from 'vitest';
import { alignOutwards } from '../../engine/extents/align-extent.ts';
import { clipExtents } from '../../engine/extents/clip-extents.ts';
import { type Extent, extent } from '../../engine/extents/extent.ts';
import { mergeExtents } from '../../engine/extents/merge-extents.ts';
import { subtractExtents } from '../../engine/extents/subtract-extents.ts';
import type { OpenFile } from '../../engine/system/file-system.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { contentOf, planSparseFixture, sparseShapes } from '../support/sparse-fixture.ts';
import { codeOf, putFile, putFixture, readAll, readRange, type Subject, using, writeAll } from './subject.ts';

/**
 * The rule of design.md section 4, written out once more and without mercy: a hole first, data only at a known hole, `none`
 * from findHole is data to the end, `none` from findData is hole to the end. The engine's own walk forgives what this does not.
 */
function strictWalk(file: OpenFile, start: number, size: number): Extent[] {
  const data: Extent[] = [];
  for (let position = start; position < size; ) {
    const hole = file.findHole(position);
    if (hole === 'unsupported') return [extent(start, size)];
    const dataEnd = hole === 'none' ? size : hole;
    expect(dataEnd, `hole from ${position}`).toBeGreaterThanOrEqual(position);
    expect(dataEnd, `hole from ${position}`).toBeLessThanOrEqual(size);
    if (dataEnd > position) data.push(extent(position, dataEnd));
    if (dataEnd === size) break;
    const next = file.findData(dataEnd);
    if (next === 'none') break;
    expect(next, `data from ${dataEnd}`).toBeGreaterThan(dataEnd);
    expect(next, `data from ${dataEnd}`).toBeLessThan(size);
    position = next as number;
  }
  return data;
}

/** Apple's sparse tests (darwin-abi.md §2.6) for blocks of `b`: where one byte is written, length, punched, start. */
const appleTests: Record<
  string,
  (b: number) => { data: number[]; size: number; punched: [number, number][]; start?: number }
> = {
  start_and_end_holes: (b) => ({
    data: [b],
    size: 3 * b,
    punched: [
      [0, b],
      [2 * b, 3 * b],
    ],
  }),
  middle_hole: (b) => ({ data: [0, 4 * b], size: 5 * b, punched: [[b, 4 * b]] }),
  start_and_middle_holes: (b) => ({
    data: [16 * b, 32 * b],
    size: 32 * b + 1,
    punched: [
      [0, 16 * b],
      [17 * b, 32 * b],
    ],
  }),
  middle_and_end_holes: (b) => ({
    data: [0, 16 * b],
    size: 32 * b,
    punched: [
      [b, 16 * b],
      [17 * b, 32 * b],
    ],
  }),
  end_hole: (b) => ({ data: [0], size: 16 * b, punched: [[b, 16 * b]] }),
  start_hole: (b) => ({ data: [16 * b], size: 16 * b + 1, punched: [[0, 16 * b]] }),
  no_sparse: () => ({ data: [0], size: 1, punched: [] }),
  sparse_odd_offset: (b) => ({ data: [b], size: b + 1, punched: [[0, b]], start: 1 }),
  sparse_bs_offset: (b) => ({ data: [b, 2 * b], size: 2 * b + 1, punched: [[0, b]], start: b }),
  diff_adj_holes: (b) => ({
    data: [0, 3 * b],
    size: 4 * b,
    punched: [
      [b, 2 * b],
      [2 * b, 3 * b],
    ],
  }),
  write_nothing: () => ({ data: [], size: 0, punched: [] }),
};

/** What every FileSystem promises about holes. Call inside the suite of a subject. */
export function describeHoleMapContract(open: () => Subject): void {
  describe('and its holes', () => {
    let subject: Subject;
    let block: number;
    let path: string;

    beforeEach(() => {
      subject = open();
      block = subject.fileSystem.readVolume(subject.root).blockBytes;
      path = `${subject.root}/sparse`;
    });

    /** Of what was written, the map must show all; where holes are real, nothing but that and the rest of its blocks. */
    const expectMap = (data: readonly Extent[], written: readonly Extent[], start: number, size: number) => {
      expect(subtractExtents(written, data)).toEqual([]);
      if (!subject.hasHoleMap) return;
      const blocks = mergeExtents(written.map((range) => alignOutwards(range, block, size)));
      expect(data).toEqual(start < size ? clipExtents(blocks, extent(start, size)) : []);
    };

    it.each(sparseShapes)('are shown without gap and hide no data, a byte about each edge: %s', (shape) => {
      for (const odd of [-1, 0, 1]) {
        const plan = planSparseFixture(shape, new SeededRandom(testSeed()), block, odd);
        putFixture(subject.fileSystem, `${path}${odd}`, plan);
        using(subject.fileSystem.openForReading(`${path}${odd}`), (file) => {
          file.settle();
          expect(file.readFacts().logicalBytes).toBe(plan.logicalBytes);
          expectMap(strictWalk(file, 0, plan.logicalBytes), plan.written, 0, plan.logicalBytes);
        });
        expect(readAll(subject.fileSystem, `${path}${odd}`).equals(contentOf(plan))).toBe(true);
      }
    });

    it.each(Object.keys(appleTests))('are made and reported as in Apple’s test %s', (name) => {
      const { data, size, punched, start = 0 } = (appleTests[name] as (typeof appleTests)[string])(block);
      using(subject.fileSystem.createFile(path), (file) => {
        file.setLength(size);
        for (const at of data) writeAll(file, Buffer.from('j'), at);
        for (const [from, end] of punched)
          expect(file.tryPunch(from, end) === 'punched').toBe(subject.canPunch);
        file.flush();
      });
      using(subject.fileSystem.openForReading(path), (file) => {
        expect(file.readFacts().logicalBytes).toBe(size);
        const written = data.filter((at) => at >= start).map((at) => extent(at, at + 1));
        expectMap(strictWalk(file, start, size), written, start, size);
        const content = Buffer.alloc(size);
        for (const at of data) content.write('j', at);
        expect(readRange(file, 0, size).equals(content)).toBe(true);
      });
    });

    it('are looked for before the end only, or it says that it has no map', () => {
      putFile(subject.fileSystem, path, Buffer.alloc(2 * block, 1));
      using(subject.fileSystem.openForReading(path), (file) => {
        const beyond = [2 * block, 2 * block + 1, 2 ** 40].flatMap((at) => [
          file.findHole(at),
          file.findData(at),
        ]);
        expect(new Set(beyond)).toEqual(new Set([subject.hasHoleMap ? 'none' : file.findHole(0)]));
        const last = file.findHole(2 * block - 1);
        expect(['none', 'unsupported', 2 * block]).toContain(last);
      });
    });

    it('read as zeros once punched and give their blocks back, or it says that it cannot punch', () => {
      using(subject.fileSystem.createFile(path), (file) => {
        writeAll(file, Buffer.alloc(64 * block, 1), 0);
        file.flush();
        const before = file.readFacts();
        const answer = file.tryPunch(16 * block, 48 * block);
        file.flush();
        expect(file.readFacts().logicalBytes).toBe(before.logicalBytes);
        const zeros = subject.canPunch ? 32 * block : 0;
        if (subject.canPunch) expect(answer).toBe('punched');
        else expect(answer).toHaveProperty('refused');
        expect(file.readFacts().allocatedBytes).toBe(before.allocatedBytes - zeros);
        const expected = Buffer.alloc(64 * block, 1).fill(0, 16 * block, 16 * block + zeros);
        expect(readRange(file, 0, 64 * block).equals(expected)).toBe(true);
      });
    });

    it('never take a byte beyond what was to be punched with them, also when that is not aligned', () => {
      using(subject.fileSystem.createFile(path), (file) => {
        writeAll(file, Buffer.alloc(8 * block, 1), 0);
        let answer: unknown;
        const code = codeOf(() => {
          answer = file.tryPunch(block + 1, 3 * block - 1);
        });
        expect(['none', 'EINVAL']).toContain(code);
        const expected = Buffer.alloc(8 * block, 1);
        if (answer === 'punched') expected.fill(0, block + 1, 3 * block - 1);
        expect(readRange(file, 0, 8 * block).equals(expected)).toBe(true);
        expect(file.readFacts().logicalBytes).toBe(8 * block);
      });
    });

    it('cannot be punched through a file that is open for reading only', () => {
      putFile(subject.fileSystem, path, Buffer.alloc(4 * block, 1));
      let answer: unknown;
      using(subject.fileSystem.openForReading(path), (file) => {
        codeOf(() => {
          answer = file.tryPunch(0, block);
        });
      });
      expect(answer).not.toBe('punched');
      expect(readAll(subject.fileSystem, path).every((byte) => byte === 1)).toBe(true);
    });
  });
}
