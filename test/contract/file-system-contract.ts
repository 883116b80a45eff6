import { beforeEach, describe, expect, it } from 'vitest';
import { readHoleMap } from '../../engine/copy/hole-map.ts';
import { errnoOf } from '../../engine/errors.ts';
import { extentBytes } from '../../engine/extents/extent.ts';
import { mergeExtents } from '../../engine/extents/merge-extents.ts';
import type { FileSystem, OpenFile } from '../../engine/system/file-system.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { contentOf, planSparseFixture, type SparseFixture, sparseShapes } from '../support/sparse-fixture.ts';

/** One implementation under the contract, in an empty folder. */
export interface Subject {
  readonly fileSystem: FileSystem;
  readonly root: string;
  /** Whether its hole map can be asked and shows real holes. */
  readonly hasHoleMap: boolean;
  readonly canPunch: boolean;
  /** Times are kept to this many nanoseconds. */
  readonly timeGrainNs: bigint;
  setAttribute?(path: string, name: string, value: string): void;
  getAttribute?(path: string, name: string): string | undefined;
}

const names = ['new\nline', 'q"u\'o`te', '-rf', '😀', 'e\u0301', 'é', '$(id)', ' ', 'a'.repeat(255)];
const codeOf = (step: () => unknown) => {
  try {
    step();
    return 'none';
  } catch (thrown) {
    return errnoOf(thrown) ?? String(thrown);
  }
};

/** What every FileSystem promises; run by each implementation (style.md guideline 27). */
export function describeFileSystemContract(title: string, open: () => Subject): void {
  describe(`the FileSystem contract, ${title} (seed ${testSeed()})`, () => {
    let subject: Subject;
    let system: FileSystem;
    const at = (name: string) => `${subject.root}/${name}`;
    const using = <T>(file: OpenFile, use: (file: OpenFile) => T): T => {
      try {
        return use(file);
      } finally {
        file.close();
      }
    };
    const writeAll = (file: OpenFile, bytes: Uint8Array, position: number) => {
      for (let done = 0; done < bytes.length; )
        done += file.write(bytes, done, bytes.length - done, position + done);
    };
    const readAll = (path: string) =>
      using(system.openForReading(path), (file) => {
        const bytes = Buffer.alloc(file.readFacts().logicalBytes);
        for (let done = 0; done < bytes.length; ) done += file.read(bytes, done, bytes.length - done, done);
        return bytes;
      });
    const put = (name: string, content: string | Uint8Array = '') => {
      using(system.createFile(at(name)), (file) => writeAll(file, Buffer.from(content), 0));
      return at(name);
    };
    const putFixture = (name: string, plan: SparseFixture) =>
      using(system.createFile(at(name)), (file) => {
        file.setLength(plan.logicalBytes);
        for (const { start, bytes } of plan.pieces) writeAll(file, bytes, start);
        file.flush();
      });

    beforeEach(() => {
      subject = open();
      system = subject.fileSystem;
    });

    it('tells files, folders and links apart, and does not follow links', () => {
      put('file', 'x');
      system.makeFolder(at('folder'));
      system.makeLink(at('link'), 'file');
      expect(['file', 'folder', 'link'].map((name) => system.readFacts(at(name)).kind)).toEqual([
        'file',
        'folder',
        'link',
      ]);
      expect(system.readLinkAim(at('link'))).toBe('file');
      expect(codeOf(() => system.openForReading(at('link')))).toBe('ELOOP');
      expect(system.resolve(at('link'))).toBe(at('file'));
    });

    it('lists names in one order, hostile ones included', () => {
      for (const name of names) put(name, name);
      expect(system.readNames(subject.root)).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
      for (const name of names) expect(readAll(at(name)).toString()).toBe(name);
    });

    it('gives errors with their number, call and path', () => {
      system.makeFolder(at('full'));
      put('full/file');
      expect(codeOf(() => system.readFacts(at('none')))).toBe('ENOENT');
      expect(codeOf(() => system.openForReading(at('none')))).toBe('ENOENT');
      expect(codeOf(() => system.createFile(at('full/file')))).toBe('EEXIST');
      expect(codeOf(() => system.makeFolder(at('full')))).toBe('EEXIST');
      expect(codeOf(() => system.makeLink(at('full'), 'x'))).toBe('EEXIST');
      expect(codeOf(() => system.removeFolder(at('full')))).toBe('ENOTEMPTY');
      expect(codeOf(() => system.readNames(at('full/file')))).toBe('ENOTDIR');
      expect(codeOf(() => system.readFacts(at('full/file/x')))).toBe('ENOTDIR');
      expect(() => system.readFacts(at('none'))).toThrow(
        expect.objectContaining({ path: at('none'), systemCall: expect.stringMatching(/stat/) }),
      );
    });

    it('reads what was written, short at the end and nothing beyond it', () => {
      const path = put('file', 'hello');
      using(system.openForReading(path), (file) => {
        const buffer = Buffer.alloc(10);
        expect(file.read(buffer, 2, 8, 1)).toBe(4);
        expect(buffer.toString('latin1', 0, 6)).toBe('\0\0ello');
        expect(file.read(buffer, 0, 10, 5)).toBe(0);
        expect(file.read(buffer, 0, 10, 500)).toBe(0);
        expect(file.readFacts().logicalBytes).toBe(5);
        expect(codeOf(() => file.write(buffer, 0, 1, 0))).toBe('EBADF');
      });
    });

    it('grows with writes beyond the end, and shrinks and grows with setLength, always over zeros', () => {
      const path = at('file');
      using(system.createFile(path), (file) => {
        writeAll(file, Buffer.from('abc'), 10_000);
        file.setLength(10_001);
        file.setLength(10_005);
        file.flush();
      });
      expect(readAll(path)).toEqual(Buffer.concat([Buffer.alloc(10_000), Buffer.from('a'), Buffer.alloc(4)]));
    });

    it.each(sparseShapes)('has a hole map without gap that hides no data: %s', (shape) => {
      const plan = planSparseFixture(shape, new SeededRandom(testSeed()));
      putFixture('sparse', plan);
      using(system.openForReading(at('sparse')), (file) => {
        file.settle();
        const pieces = [...readHoleMap(file, 0, plan.logicalBytes)];
        expect(pieces.reduce((end, piece) => (piece.start === end ? piece.end : Number.NaN), 0)).toBe(
          plan.logicalBytes,
        );
        const holes = pieces.filter((piece) => piece.kind === 'hole');
        for (const hole of holes)
          expect(plan.written.some((range) => range.start < hole.end && hole.start < range.end)).toBe(false);
        if (subject.hasHoleMap) {
          const block = 4096;
          const blocks = mergeExtents(
            plan.written.map(({ start, end }) => ({
              start: Math.floor(start / block) * block,
              end: Math.ceil(end / block) * block,
            })),
          );
          const expected =
            plan.logicalBytes -
            blocks.reduce((sum, range) => sum + Math.min(range.end, plan.logicalBytes) - range.start, 0);
          expect(holes.reduce((sum, hole) => sum + extentBytes(hole), 0)).toBe(expected);
        }
      });
      expect(readAll(at('sparse')).equals(contentOf(plan))).toBe(true);
    });

    // Apple's own sparse tests (darwin-abi.md §2.6): bytes of data in blocks, length, holes to punch.
    it.each([
      [
        'start_and_end_holes',
        [1],
        3,
        [
          [0, 1],
          [2, 3],
        ],
      ],
      ['middle_hole', [0, 4], 5, [[1, 4]]],
      [
        'start_and_middle_holes',
        [16, 32],
        32.0005,
        [
          [0, 16],
          [17, 32],
        ],
      ],
      [
        'middle_and_end_holes',
        [0, 16],
        32,
        [
          [1, 16],
          [17, 32],
        ],
      ],
      ['end_hole', [0], 16, [[1, 16]]],
      ['start_hole', [16], 16.0005, [[0, 16]]],
      [
        'diff_adj_holes',
        [0, 3],
        4,
        [
          [1, 2],
          [2, 3],
        ],
      ],
    ] as const)('makes and reports the holes of Apple’s test %s', (_name, data, length, holes) => {
      const block = 4096;
      using(system.createFile(at('sparse')), (file) => {
        file.setLength(Math.ceil(length * block));
        for (const index of data) writeAll(file, Buffer.from('j'), index * block);
        for (const [start, end] of holes) {
          const answer = file.tryPunch(start * block, end * block);
          expect(answer === 'punched').toBe(subject.canPunch);
        }
        file.flush();
      });
      using(system.openForReading(at('sparse')), (file) => {
        const size = Math.ceil(length * block);
        const found = [...readHoleMap(file, 0, size)]
          .filter((piece) => piece.kind !== 'hole')
          .map((piece) => Math.floor(piece.start / block));
        if (subject.hasHoleMap) expect(found).toEqual([...data]);
        else expect(found).toEqual([0]);
        expect(file.readFacts().logicalBytes).toBe(size);
      });
    });

    it('punches holes that read as zeros and free their blocks, or says that it cannot', () => {
      using(system.createFile(at('file')), (file) => {
        writeAll(file, Buffer.alloc(64 * 4096, 1), 0);
        file.flush();
        const before = file.readFacts();
        const answer = file.tryPunch(16 * 4096, 48 * 4096);
        file.flush();
        expect(file.readFacts().logicalBytes).toBe(before.logicalBytes);
        if (!subject.canPunch) {
          expect(answer).toHaveProperty('refused');
          return;
        }
        expect(answer).toBe('punched');
        expect(file.readFacts().allocatedBytes).toBe(before.allocatedBytes - 32 * 4096);
        const buffer = Buffer.alloc(33 * 4096, 9);
        for (let done = 0; done < buffer.length; )
          done += file.read(buffer, done, buffer.length - done, 16 * 4096 + done);
        expect(buffer.subarray(0, 32 * 4096).every((byte) => byte === 0)).toBe(true);
        expect(buffer.subarray(32 * 4096).every((byte) => byte === 1)).toBe(true);
      });
    });

    it('clones to equal and independent content, or refuses and leaves nothing', () => {
      put('file', 'before');
      const answer = system.tryClone(at('file'), at('clone'));
      if (answer !== 'cloned') {
        expect(answer.refused).not.toBe('');
        expect(codeOf(() => system.readFacts(at('clone')))).toBe('ENOENT');
        return;
      }
      expect(readAll(at('clone')).toString()).toBe('before');
      expect(codeOf(() => system.tryClone(at('file'), at('clone')))).toBe('EEXIST');
      expect(system.readFacts(at('clone')).inode).not.toBe(system.readFacts(at('file')).inode);
    });

    it('renames to a free name only, whatever has the other', () => {
      put('file', 'mine');
      put('taken', 'theirs');
      system.makeFolder(at('empty'));
      system.makeFolder(at('folder'));
      expect(system.tryRename(at('file'), at('taken'))).toBe('taken');
      expect(system.tryRename(at('folder'), at('empty'))).toBe('taken');
      expect(system.tryRename(at('file'), at('empty'))).toBe('taken');
      expect(readAll(at('file')).toString()).toBe('mine');
      expect(readAll(at('taken')).toString()).toBe('theirs');
      expect(system.tryRename(at('file'), at('free'))).toBe('renamed');
      expect(system.readNames(subject.root)).toEqual(['empty', 'folder', 'free', 'taken']);
      expect(codeOf(() => system.tryRename(at('none'), at('else')))).toBe('ENOENT');
    });

    it('carries mode and times over, for files, folders and links', () => {
      put('file', 'x');
      system.makeFolder(at('folder'));
      system.makeLink(at('link'), 'file');
      put('file2');
      system.makeFolder(at('folder2'));
      system.makeLink(at('link2'), 'file');
      const old = {
        accessedNs: 981_173_106_123_456_789n,
        modifiedNs: 981_173_105_987_654_321n,
        bornNs: 981_173_100_000_000_000n,
      };
      for (const [name, mode] of [
        ['file', 0o640],
        ['folder', 0o750],
        ['link', 0o777],
      ] as const) {
        const facts = { ...system.readFacts(at(name)), ...old, mode };
        expect(system.copyMetadata(at(name), at(`${name}2`), facts)).toEqual([]);
        const now = system.readFacts(at(`${name}2`));
        if (name !== 'link') expect(now.mode).toBe(mode);
        const grain = subject.timeGrainNs;
        expect((now.modifiedNs - old.modifiedNs) / grain).toBe(0n);
      }
    });

    it('carries extended attributes over, where it has them', () => {
      put('file', 'x');
      put('file2');
      subject.setAttribute?.(at('file'), 'note', 'hello');
      expect(system.copyMetadata(at('file'), at('file2'), system.readFacts(at('file')))).toEqual([]);
      expect(subject.getAttribute?.(at('file2'), 'note')).toBe(
        subject.setAttribute === undefined ? undefined : 'hello',
      );
      expect(system.readVolume(subject.root).keepsExtendedAttributes).toBe(
        subject.setAttribute !== undefined,
      );
    });

    it('removes what it is told to, and unlocks folders that forbid it', () => {
      put('file');
      system.makeFolder(at('folder'));
      put('folder/inner');
      system.copyMetadata(at('folder'), at('folder'), { ...system.readFacts(at('folder')), mode: 0o500 });
      system.unlockFolder(at('folder'));
      expect(system.readFacts(at('folder')).mode).toBe(0o700);
      for (const name of ['folder/inner', 'file']) system.removeFile(at(name));
      system.removeFolder(at('folder'));
      expect(system.readNames(subject.root)).toEqual([]);
    });

    it('flushes files, folders and volumes, and takes hints without failing', () => {
      put('file', 'x'.repeat(10_000));
      using(system.openForReading(at('file')), (file) => {
        file.flush();
        file.settle();
        file.readFromDevice();
        file.expectOnePass();
        file.forget(0, 8192);
        expect(file.read(Buffer.alloc(1), 0, 1, 9_999)).toBe(1);
      });
      system.flushFolder(subject.root);
      system.excludeFromBackup(subject.root);
      const answer = system.tryFlushVolume(subject.root);
      expect(answer === 'flushed' || answer.refused !== '').toBe(true);
    });

    it('refuses to work on a file that was closed', () => {
      const file = system.openForReading(put('file', 'x'));
      file.close();
      expect(codeOf(() => file.read(Buffer.alloc(1), 0, 1, 0))).toBe('EBADF');
      expect(codeOf(() => file.close())).toBe('EBADF');
    });

    it('knows its volume', () => {
      const volume = system.readVolume(subject.root);
      expect(volume.typeName).not.toBe('');
      expect(volume.blockBytes).toBeGreaterThanOrEqual(512);
      expect(volume.totalBytes).toBeGreaterThanOrEqual(volume.freeBytes);
      expect(volume.freeBytes).toBeGreaterThan(0);
    });
  });
}
