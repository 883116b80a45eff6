import { readSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FileSystem } from '../../engine/system/file-system.ts';
import { codeOf, putFile, readAll, type Subject, using, writeAll } from './subject.ts';

/** What every FileSystem promises about opening files and about open ones. Call inside the suite of a subject. */
export function describeOpenFileContract(open: () => Subject): void {
  describe('and its open files', () => {
    let subject: Subject;
    let system: FileSystem;
    const at = (name: string) => `${subject.root}/${name}`;

    beforeEach(() => {
      subject = open();
      system = subject.fileSystem;
    });

    it('are created empty, for us alone, and open for both reading and writing', () => {
      using(system.createFile(at('new')), (file) => {
        expect(file.path).toBe(at('new'));
        expect(file.readFacts()).toMatchObject({ kind: 'file', logicalBytes: 0, mode: 0o600, linkCount: 1 });
        writeAll(file, Buffer.from('abc'), 0);
        const buffer = Buffer.alloc(3);
        expect(file.read(buffer, 0, 3, 0)).toBe(3);
        expect(buffer.toString()).toBe('abc');
        expect(file.readFacts().inode).toBe(system.readFacts(at('new')).inode);
      });
    });

    it('are never created where something is, be it a link to nothing, and that stays as it is', () => {
      putFile(system, at('file'), 'old');
      system.makeFolder(at('folder'));
      system.makeLink(at('link'), 'nothing');
      for (const name of ['file', 'folder', 'link'])
        expect(codeOf(() => system.createFile(at(name)))).toBe('EEXIST');
      expect(readAll(system, at('file')).toString()).toBe('old');
      expect(system.readNames(subject.root)).toEqual(['file', 'folder', 'link']);
    });

    it('are opened for writing with what they hold, and only where there is a plain file', () => {
      putFile(system, at('file'), 'hello');
      system.makeFolder(at('folder'));
      system.makeLink(at('link'), 'file');
      using(system.openForWriting(at('file')), (file) => {
        expect(file.readFacts().logicalBytes).toBe(5);
        writeAll(file, Buffer.from('u'), 1);
        expect(file.read(Buffer.alloc(5), 0, 5, 0)).toBe(5);
      });
      expect(readAll(system, at('file')).toString()).toBe('hullo');
      expect(codeOf(() => system.openForWriting(at('none')))).toBe('ENOENT');
      expect(codeOf(() => system.openForWriting(at('link')))).toBe('ELOOP');
      expect(codeOf(() => system.openForWriting(at('folder')))).toBe('EISDIR');
      expect(system.readNames(subject.root)).toEqual(['file', 'folder', 'link']);
    });

    it('tell whether another process has locked them, and keep no lock themselves', async () => {
      if (subject.lock === undefined) return;
      const path = putFile(system, at('file'), 'x'.repeat(100));
      using(system.openForReading(path), (file) => expect(file.readLock()).toBe('free'));
      const unlock = await subject.lock(path);
      using(system.openForReading(path), (file) => expect(file.readLock()).toBe('locked'));
      await unlock();
      using(system.openForReading(path), (file) => {
        expect(file.readLock()).toBe('free');
        using(system.openForReading(path), (other) => expect(other.readLock()).toBe('free'));
      });
    });

    it('do not wait for the other end of a FIFO, and tell that it is one', () => {
      subject.makeFifo(at('pipe'));
      expect(system.readFacts(at('pipe')).kind).toBe('fifo');
      using(system.openForReading(at('pipe')), (file) => expect(file.readFacts().kind).toBe('fifo'));
      using(system.openForWriting(at('pipe')), (file) => expect(file.readFacts().kind).toBe('fifo'));
    });

    it('show at once what another one of the same file has written', () => {
      putFile(system, at('file'), 'before');
      using(system.openForReading(at('file')), (reader) => {
        using(system.openForWriting(at('file')), (writer) => {
          writeAll(writer, Buffer.from('after, and longer'), 0);
          expect(reader.readFacts().logicalBytes).toBe(17);
          const buffer = Buffer.alloc(5);
          expect(reader.read(buffer, 0, 5, 0)).toBe(5);
          expect(buffer.toString()).toBe('after');
        });
      });
    });

    it('give the same bytes when read as a hole, also those that are not flushed yet, aligned or not', () => {
      const block = 4096;
      using(system.createFile(at('file')), (writer) => {
        writer.setLength(16 * block);
        using(system.openForReading(at('file')), (reader) => {
          const buffer = system.makeBuffer(16 * block);
          for (const [value, start, length] of [
            [1, 4 * block, block],
            [2, 9 * block + 7, 100],
            [3, 15 * block + 1, block - 1],
          ] as const) {
            writeAll(writer, Buffer.alloc(length, value), start);
            for (const [from, until] of [
              [0, 16 * block],
              [4 * block, 5 * block],
              [9 * block + 1, 10 * block - 3],
              [block, 16 * block - 1],
            ] as const) {
              buffer.fill(9);
              for (let done = from; done < until; ) {
                const bytes = reader.readHole(buffer, done - from, until - done, done);
                expect(bytes).toBeGreaterThan(0);
                done += bytes;
              }
              expect(
                buffer.subarray(0, until - from).equals(readAll(system, at('file')).subarray(from, until)),
              ).toBe(true);
            }
          }
          expect(reader.readHole(buffer, 0, block, 16 * block)).toBe(0);
          // Another thread has pread and this number.
          const descriptor = reader.descriptorForHoles();
          if (descriptor === undefined) return;
          expect(readSync(descriptor, buffer, 0, 16 * block, 0)).toBe(16 * block);
          expect(buffer.equals(readAll(system, at('file')))).toBe(true);
        });
      });
    });

    it('stay readable when their name is gone or is somebody else’s', () => {
      putFile(system, at('file'), 'mine');
      using(system.openForReading(at('file')), (file) => {
        system.removeFile(at('file'));
        putFile(system, at('file'), 'other');
        const buffer = Buffer.alloc(10);
        expect(buffer.toString('utf8', 0, file.read(buffer, 0, 10, 0))).toBe('mine');
        expect(file.readFacts().inode).not.toBe(system.readFacts(at('file')).inode);
      });
    });

    it('grow with writes beyond the end, and shrink and grow with setLength, always over zeros', () => {
      using(system.createFile(at('file')), (file) => {
        writeAll(file, Buffer.from('abc'), 10_000);
        file.setLength(10_001);
        file.setLength(10_005);
        file.flush();
      });
      expect(readAll(system, at('file'))).toEqual(
        Buffer.concat([Buffer.alloc(10_000), Buffer.from('a'), Buffer.alloc(4)]),
      );
    });

    it('forget what a cut took away, at the edge of a block and beside it', () => {
      for (const length of [0, 1, 4095, 4096, 4097, 8191, 8192]) {
        using(system.createFile(at(`cut${length}`)), (file) => {
          writeAll(file, Buffer.alloc(8192, 7), 0);
          file.setLength(length);
          file.setLength(12_288);
        });
        const expected = Buffer.alloc(12_288).fill(7, 0, length);
        expect(readAll(system, at(`cut${length}`)).equals(expected)).toBe(true);
      }
    });

    it('reach beyond 4 GiB without losing their place', () => {
      const far = 2 ** 32 + 12_345;
      using(system.createFile(at('far')), (file) => {
        writeAll(file, Buffer.from('x'), far);
        const buffer = Buffer.alloc(2);
        expect(file.read(buffer, 0, 2, far)).toBe(1);
        expect(buffer.toString('latin1')).toBe('x\0');
        expect(file.read(buffer, 0, 2, 12_345)).toBe(2);
        expect([...buffer]).toEqual([0, 0]);
        expect(file.readFacts().logicalBytes).toBe(far + 1);
      });
    });

    it('refuse all work once closed', () => {
      const file = system.createFile(at('file'));
      file.close();
      const buffer = Buffer.alloc(1);
      // Nothing that changes anything: by now the number may be that of another file of this process.
      for (const step of [
        () => file.read(buffer, 0, 1, 0),
        () => file.readFacts(),
        () => file.flush(),
        () => file.close(),
      ])
        expect(codeOf(step), String(step)).toBe('EBADF');
      expect(readAll(system, at('file'))).toHaveLength(0);
    });
  });
}
