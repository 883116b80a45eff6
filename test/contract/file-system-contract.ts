import { beforeEach, describe, expect, it } from 'vitest';
import { SystemCallError } from '../../engine/errors.ts';
import type { FileSystem } from '../../engine/system/file-system.ts';
import { testSeed } from '../support/seeded-random.ts';
import { describeHoleMapContract } from './hole-map-contract.ts';
import { describeOpenFileContract } from './open-file-contract.ts';
import { codeOf, putFile, readAll, type Subject, using, writeAll } from './subject.ts';

export type { Subject } from './subject.ts';

/** The wide ～ comes after 😀 by code unit and before it by UTF-8 byte, so that sorting by the wrong one shows. */
const names = [
  'new\nline',
  'q"u\'o`te',
  '-rf',
  '😀',
  '～',
  'e\u0301',
  'é',
  '$(id)',
  ' ',
  '\\',
  '\u007f',
  'a'.repeat(255),
];
const byCodeUnit = (a: string, b: string) => (a < b ? -1 : 1);

/** What every FileSystem promises; run by each implementation (style.md guideline 27). */
export function describeFileSystemContract(title: string, open: () => Subject): void {
  describe(`the FileSystem contract, ${title} (seed ${testSeed()})`, () => {
    let subject: Subject;
    let system: FileSystem;
    const at = (name: string) => `${subject.root}/${name}`;
    const put = (name: string, content: string | Uint8Array = '') => putFile(system, at(name), content);
    const contentOf = (name: string) => readAll(system, at(name)).toString();

    beforeEach(() => {
      subject = open();
      system = subject.fileSystem;
    });

    describeOpenFileContract(open);
    describeHoleMapContract(open);

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

    it('keeps the aim of a link as it is, whatever it says and wherever it leads', () => {
      for (const [i, aim] of [...names, 'nowhere', '../..', '/', 'a/'.repeat(400)].entries()) {
        system.makeLink(at(`link${i}`), aim);
        expect(system.readLinkAim(at(`link${i}`))).toBe(aim);
      }
    });

    it('makes memory of the length that was asked for', () => {
      for (const bytes of [1, 4096, 1024 * 1024]) expect(system.makeBuffer(bytes).length).toBe(bytes);
    });

    it('goes through links on the way to a name, and resolves them all', () => {
      system.makeFolder(at('real'));
      system.makeFolder(at('real/inner'));
      put('real/inner/file', 'found');
      system.makeLink(at('way'), 'real');
      system.makeLink(at('real/back'), `../way/inner`);
      expect(contentOf('way/inner/file')).toBe('found');
      expect(system.resolve(at('way/inner/file'))).toBe(at('real/inner/file'));
      expect(system.resolve(at('way/back'))).toBe(at('real/inner'));
      expect(system.readFacts(at('way/back')).kind).toBe('link');
      system.makeLink(at('round'), 'round');
      expect(codeOf(() => system.resolve(at('round')))).toBe('ELOOP');
      expect(codeOf(() => system.readFacts(at('round/x')))).toBe('ELOOP');
    });

    it('lists names by code unit, hostile ones included, and finds each again', () => {
      for (const name of names) put(name, name);
      expect(system.readNames(subject.root)).toEqual([...names].sort(byCodeUnit));
      for (const name of names) expect(contentOf(name)).toBe(name);
      expect(codeOf(() => put('a'.repeat(256)))).toBe('ENAMETOOLONG');
    });

    it('gives errors with their number, call and path', () => {
      system.makeFolder(at('full'));
      put('full/file');
      expect(codeOf(() => system.makeFolder(at('full')))).toBe('EEXIST');
      expect(codeOf(() => system.makeLink(at('full'), 'x'))).toBe('EEXIST');
      expect(codeOf(() => system.removeFolder(at('full')))).toBe('ENOTEMPTY');
      expect(codeOf(() => system.removeFolder(at('full/file')))).toBe('ENOTDIR');
      expect(codeOf(() => system.readNames(at('full/file')))).toBe('ENOTDIR');
      expect(codeOf(() => system.readLinkAim(at('full/file')))).toBe('EINVAL');
      // POSIX says EPERM, Linux says EISDIR.
      expect(['EISDIR', 'EPERM']).toContain(codeOf(() => system.removeFile(at('full'))));
      expect(system.readNames(at('full'))).toEqual(['file']);
    });

    it.each<[string, (path: string) => unknown]>([
      ['readFacts', (path) => system.readFacts(path)],
      ['readNames', (path) => system.readNames(path)],
      ['readLinkAim', (path) => system.readLinkAim(path)],
      ['resolve', (path) => system.resolve(path)],
      ['openForReading', (path) => system.openForReading(path)],
      ['openForWriting', (path) => system.openForWriting(path)],
      ['createFile', (path) => system.createFile(`${path}/new`)],
      ['makeFolder', (path) => system.makeFolder(`${path}/new`)],
      ['makeLink', (path) => system.makeLink(`${path}/new`, 'x')],
      ['tryRename', (path) => system.tryRename(path, at('free'))],
      ['tryRename into', (path) => system.tryRename(at('file'), `${path}/new`)],
      ['unlockFolder', (path) => system.unlockFolder(path)],
      ['removeFile', (path) => system.removeFile(path)],
      ['removeFolder', (path) => system.removeFolder(path)],
      ['flushFolder', (path) => system.flushFolder(path)],
      ['readVolume', (path) => system.readVolume(path)],
    ])(
      'says ENOENT where nothing is and ENOTDIR below a file, and names call and path: %s',
      (_name, call) => {
        put('file', 'x');
        for (const [path, code] of [
          [at('none'), 'ENOENT'],
          [at('file/x'), 'ENOTDIR'],
        ] as const) {
          let thrown: unknown;
          try {
            call(path);
          } catch (error) {
            thrown = error;
          }
          expect(thrown).toBeInstanceOf(SystemCallError);
          expect(thrown).toMatchObject({ code, systemCall: expect.stringMatching(/^[a-z]\w+$/i) });
          expect((thrown as SystemCallError).path.startsWith(subject.root)).toBe(true);
        }
        expect(system.readNames(subject.root)).toEqual(['file']);
      },
    );

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

    it('clones to equal and independent content, or refuses and leaves nothing', () => {
      put('file', 'before');
      const answer = system.tryClone(at('file'), at('clone'));
      if (answer !== 'cloned') {
        expect(answer.refused).not.toBe('');
        expect(codeOf(() => system.readFacts(at('clone')))).toBe('ENOENT');
        expect(contentOf('file')).toBe('before');
        return;
      }
      expect(contentOf('clone')).toBe('before');
      expect(codeOf(() => system.tryClone(at('file'), at('clone')))).toBe('EEXIST');
      expect(system.readFacts(at('clone')).inode).not.toBe(system.readFacts(at('file')).inode);
      using(system.openForWriting(at('file')), (file) => writeAll(file, Buffer.from('source'), 0));
      expect(contentOf('clone')).toBe('before');
      using(system.openForWriting(at('clone')), (file) => writeAll(file, Buffer.from('target, longer'), 0));
      expect(contentOf('file')).toBe('source');
    });

    it('renames to a free name only, whatever has the other', () => {
      put('file', 'mine');
      put('taken', 'theirs');
      for (const folder of ['empty', 'folder', 'full']) system.makeFolder(at(folder));
      put('full/inner', 'kept');
      system.makeLink(at('link'), 'nothing');
      for (const source of ['file', 'folder', 'link'])
        for (const target of ['taken', 'empty', 'full', 'link', source])
          expect(system.tryRename(at(source), at(target)), `${source} to ${target}`).toBe('taken');
      expect([contentOf('file'), contentOf('taken'), contentOf('full/inner')]).toEqual([
        'mine',
        'theirs',
        'kept',
      ]);
      expect(system.readLinkAim(at('link'))).toBe('nothing');
      expect(system.tryRename(at('file'), at('free'))).toBe('renamed');
      expect(system.readNames(subject.root)).toEqual(['empty', 'folder', 'free', 'full', 'link', 'taken']);
      expect(codeOf(() => system.tryRename(at('none'), at('else')))).toBe('ENOENT');
    });

    it('renames folders with all that is in them, and links without going where they lead', () => {
      system.makeFolder(at('full'));
      put('full/inner', 'kept');
      system.makeFolder(at('other'));
      system.makeLink(at('link'), 'full');
      const { inode } = system.readFacts(at('full'));
      expect(system.tryRename(at('full'), at('other/moved'))).toBe('renamed');
      expect(system.tryRename(at('link'), at('other/link'))).toBe('renamed');
      expect(system.readFacts(at('other/moved')).inode).toBe(inode);
      expect(contentOf('other/moved/inner')).toBe('kept');
      expect(system.readLinkAim(at('other/link'))).toBe('full');
      expect(system.readNames(subject.root)).toEqual(['other']);
    });

    it.each([
      ['of the year 2001', 981_173_105_987_654_321n, 981_173_106_123_456_789n],
      ['just before the next second', 1_700_000_000_999_999_999n, 1_700_000_000_999_999_000n],
      ['of the year 2100', 4_102_444_800_000_000_001n, 4_102_444_800_500_000_000n],
    ])('carries mode and times %s over, for files, folders and links', (_when, modifiedNs, accessedNs) => {
      for (const copy of ['', '2']) {
        put(`file${copy}`, 'x');
        system.makeFolder(at(`folder${copy}`));
        system.makeLink(at(`link${copy}`), 'file');
      }
      const grain = subject.timeGrainNs;
      const isNear = (a: bigint, b: bigint) => (a < b ? b - a : a - b) < grain;
      for (const [name, mode] of [
        ['file', 0o640],
        ['folder', 0o1750],
        ['link', 0o777],
      ] as const) {
        const facts = { ...system.readFacts(at(name)), modifiedNs, accessedNs, bornNs: modifiedNs, mode };
        expect(system.copyMetadata(at(name), at(`${name}2`), facts)).toEqual([]);
        const now = system.readFacts(at(`${name}2`));
        if (name !== 'link') expect(now.mode).toBe(mode);
        expect(isNear(now.modifiedNs, modifiedNs), `${name} modified ${now.modifiedNs}`).toBe(true);
        expect(isNear(now.accessedNs, accessedNs), `${name} accessed ${now.accessedNs}`).toBe(true);
      }
      expect(system.readFacts(at('file')).mode).toBe(0o600);
    });

    it('carries extended attributes over, where it has them', () => {
      const kinds = subject.hasLinkAttributes ? ['file', 'folder', 'link'] : ['file', 'folder'];
      for (const copy of ['', '2']) {
        put(`file${copy}`, 'x');
        system.makeFolder(at(`folder${copy}`));
        system.makeLink(at(`link${copy}`), 'file');
      }
      for (const kind of kinds) {
        subject.setAttribute?.(at(kind), 'note', 'hello');
        expect(system.copyMetadata(at(kind), at(`${kind}2`), system.readFacts(at(kind)))).toEqual([]);
        expect(subject.getAttribute?.(at(`${kind}2`), 'note'), kind).toBe(
          subject.setAttribute === undefined ? undefined : 'hello',
        );
      }
      expect(system.readVolume(subject.root).keepsExtendedAttributes).toBe(
        subject.setAttribute !== undefined,
      );
    });

    it('removes what it is told to, links and not their aims, and unlocks folders that forbid it', () => {
      put('file', 'kept');
      system.makeFolder(at('folder'));
      put('folder/inner');
      for (const aim of ['file', 'folder']) {
        system.makeLink(at(`to-${aim}`), aim);
        expect(codeOf(() => system.removeFolder(at(`to-${aim}`)))).toBe('ENOTDIR');
        system.removeFile(at(`to-${aim}`));
      }
      expect(contentOf('file')).toBe('kept');
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
      expect(contentOf('file')).toBe('x'.repeat(10_000));
    });

    it('knows its volume, the same from every path on it', () => {
      put('file');
      const volume = system.readVolume(subject.root);
      expect(volume.typeName).not.toBe('');
      expect(volume.blockBytes).toBeGreaterThanOrEqual(512);
      expect(Number.isInteger(Math.log2(volume.blockBytes))).toBe(true);
      expect(volume.totalBytes).toBeGreaterThanOrEqual(volume.freeBytes);
      expect(volume.freeBytes).toBeGreaterThan(0);
      expect(volume.holeProbeBytes).toBeGreaterThanOrEqual(volume.blockBytes);
      expect(`${subject.root}/`.startsWith(volume.mountPoint.replace(/\/?$/, '/'))).toBe(true);
      const { typeName, uuid, mountPoint, blockBytes, totalBytes } = volume;
      expect(system.readVolume(at('file'))).toMatchObject({
        typeName,
        uuid,
        mountPoint,
        blockBytes,
        totalBytes,
      });
    });
  });
}
