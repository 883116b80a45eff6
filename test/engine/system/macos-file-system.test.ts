import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copyBundle } from '../../../engine/copy/copy-bundle.ts';
import { readHoleMap } from '../../../engine/copy/hole-map.ts';
import type { HolePolicy } from '../../../engine/copy/hole-policy.ts';
import { loadLibc } from '../../../engine/system/libc.ts';
import { constants } from '../../../engine/system/macos/macos-abi.ts';
import { MacosFileSystem } from '../../../engine/system/macos/macos-file-system.ts';
import { rememberingObserver } from '../../support/silent-observer.ts';
import {
  type Architecture,
  loadStandIn,
  missingForStandIn,
  type StandIn,
} from '../../support/stand-in-libc.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const reason = missingForStandIn();
const MiB = 2 ** 20;

describe.skipIf(reason !== '').each<Architecture>(['arm64', 'x64'])(
  `macOS %s through the stand-in${reason && ` (skipped: ${reason})`}`,
  (architecture) => {
    const open = (): { standIn: StandIn; system: MacosFileSystem; root: string } => {
      const standIn = loadStandIn(architecture);
      standIn.reset();
      return { standIn, system: new MacosFileSystem(standIn.calls), root: makeTempFolder() };
    };
    const putSparse = (path: string, size: number, pieces: readonly (readonly [number, number])[]) => {
      const fd = openSync(path, 'w');
      ftruncateSync(fd, size);
      for (const [start, end] of pieces) writeSync(fd, Buffer.alloc(end - start, 7), 0, end - start, start);
      closeSync(fd);
    };
    const mapOf = (system: MacosFileSystem, path: string) => {
      const file = system.openForReading(path);
      const map = [...readHoleMap(file, 0, file.readFacts().logicalBytes)].map(({ kind, start, end }) => [
        kind,
        start,
        end,
      ]);
      file.close();
      return map;
    };

    it('walks the map rightly although SEEK_DATA skips ahead and SEEK_HOLE finds no end', () => {
      const { standIn, system, root } = open();
      putSparse(`${root}/a`, 8 * MiB, [
        [MiB, 2 * MiB],
        [7 * MiB, 8 * MiB],
      ]);
      const fd = openSync(`${root}/a`, 'r');
      expect(standIn.calls.lseek(fd, MiB, constants.SEEK_DATA)).toBe(7 * MiB);
      expect(standIn.calls.lseek(fd, 7 * MiB, constants.SEEK_HOLE)).toBe(-1);
      closeSync(fd);
      expect(mapOf(system, `${root}/a`)).toEqual([
        ['hole', 0, MiB],
        ['data', MiB, 2 * MiB],
        ['hole', 2 * MiB, 7 * MiB],
        ['data', 7 * MiB, 8 * MiB],
      ]);
    });

    it('takes a volume without hole seeking as not mapped', () => {
      const { standIn, system, root } = open();
      putSparse(`${root}/a`, 8 * MiB, []);
      standIn.set('seek_unsupported', 1);
      expect(mapOf(system, `${root}/a`)).toEqual([['unmapped', 0, 8 * MiB]]);
    });

    it('knows by a flag what is not on this machine', () => {
      const { standIn, system, root } = open();
      writeFileSync(`${root}/a`, 'x');
      expect(system.readFacts(`${root}/a`).isDataless).toBe(false);
      expect(standIn.calls.lchflags(`${root}/a`, 0x40000000)).toBe(0);
      expect(system.readFacts(`${root}/a`).isDataless).toBe(true);
    });

    it('reads flags and the kind of volume from Darwin’s structures', () => {
      const { standIn, system, root } = open();
      writeFileSync(`${root}/a`, 'x');
      expect(standIn.calls.lchflags(`${root}/a`, 0x8000)).toBe(0);
      expect(system.readFacts(`${root}/a`).flags).toBe(0x8000);
      const file = system.openForReading(`${root}/a`);
      expect(file.readFacts().flags).toBe(0x8000);
      file.close();
      expect(system.readVolume(root)).toMatchObject({
        typeName: 'apfs',
        blockBytes: 4096,
        isHoleMapTrusted: false,
        longestFileBytes: undefined,
      });
      standIn.set('file_system', 2);
      standIn.set('file_size_bits', 33);
      expect(system.readVolume(root)).toMatchObject({ typeName: 'exfat', longestFileBytes: 2 ** 32 - 1 });
    });

    it('punches aligned holes and says why where it cannot', () => {
      const { standIn, system, root } = open();
      const file = system.createFile(`${root}/a`);
      file.write(Buffer.alloc(MiB, 1), 0, MiB, 0);
      expect(file.tryPunch(4096, 8192)).toBe('punched');
      expect(file.tryPunch(1, 4096)).toEqual({ refused: 'EINVAL' });
      standIn.set('punch_unsupported', 1);
      expect(file.tryPunch(8192, 12_288)).toEqual({ refused: 'ENOTSUP' });
      file.close();
    });

    it('clones also where CLONE_ACL is not yet known, and says where it cannot', () => {
      const { standIn, system, root } = open();
      writeFileSync(`${root}/a`, 'x');
      expect(system.tryClone(`${root}/a`, `${root}/b`)).toEqual({ refused: 'ENOTSUP' });
      standIn.set('clone_by_copy', 1);
      standIn.set('clone_acl_invalid', 1);
      expect(system.tryClone(`${root}/a`, `${root}/b`)).toBe('cloned');
      expect(readFileSync(`${root}/b`, 'utf8')).toBe('x');
    });

    it('renames without replacing also on volumes that do not know how', () => {
      const { standIn, system, root } = open();
      standIn.set('rename_excl_unsupported', 1);
      writeFileSync(`${root}/a`, 'x');
      writeFileSync(`${root}/b`, 'y');
      expect(system.tryRename(`${root}/a`, `${root}/b`)).toBe('taken');
      expect(system.tryRename(`${root}/a`, `${root}/c`)).toBe('renamed');
    });

    it('does not count as a loss what the system keeps for itself, and names what is one', () => {
      const { standIn, system, root } = open();
      writeFileSync(`${root}/a`, 'x');
      writeFileSync(`${root}/b`, '');
      for (const name of ['com.apple.provenance', 'note'])
        standIn.calls.setxattr(`${root}/a`, name, Buffer.from('v'), 1, 0, 0);
      standIn.set('refuse_provenance', 1);
      expect(system.copyMetadata(`${root}/a`, `${root}/b`, system.readFacts(`${root}/a`))).toEqual([]);
      const names = Buffer.alloc(100);
      expect(names.toString('latin1', 0, standIn.calls.listxattr(`${root}/b`, names, 100, 0))).toBe('note\0');
    });

    it('keeps birth time, change time and access time to the nanosecond', () => {
      const { system, root } = open();
      writeFileSync(`${root}/a`, 'x');
      const facts = {
        ...system.readFacts(`${root}/a`),
        bornNs: 1_000_000_001n,
        modifiedNs: 2_000_000_002n,
        accessedNs: -1n,
      };
      expect(system.copyMetadata(`${root}/a`, `${root}/a`, facts)).toEqual([]);
      expect(system.readFacts(`${root}/a`)).toMatchObject({ modifiedNs: 2_000_000_002n, accessedNs: -1n });
      const born = Buffer.alloc(16);
      const getxattr = loadLibc().declare(
        'int64_t getxattr(const char *path, const char *name, void *value, size_t size)',
      );
      expect(getxattr(`${root}/a`, 'user.stand-in.born', born, 16)).toBe(16);
      expect([born.readBigInt64LE(0), born.readBigInt64LE(8)]).toEqual([1n, 1n]);
    });

    it('copies a locked bundle whole, and locks the copy only when it has its name', () => {
      for (const canClone of [0, 1]) {
        const { standIn, system, root } = open();
        standIn.set('clone_by_copy', canClone);
        mkdirSync(`${root}/X.utm/Data`, { recursive: true });
        mkdirSync(`${root}/target`);
        writeFileSync(`${root}/X.utm/Data/disk.img`, 'x'.repeat(10_000));
        chmodSync(`${root}/X.utm/Data/disk.img`, 0o440);
        for (const path of ['X.utm', 'X.utm/Data/disk.img']) standIn.calls.lchflags(`${root}/${path}`, 0x2);
        const request = {
          id: 'test',
          source: `${root}/X.utm`,
          targetFolder: `${root}/target`,
          verify: false,
          allowExpansion: false,
          dryRun: false,
        };
        const result = copyBundle(system, request, rememberingObserver(), undefined);
        expect(result).toMatchObject({
          metadataLosses: [],
          plan: { method: canClone === 1 ? 'clone' : 'sparse' },
        });
        for (const path of ['X.utm', 'X.utm/Data/disk.img'])
          expect(system.readFacts(`${root}/target/${path}`)).toMatchObject({ flags: 2 });
        expect(system.readFacts(`${root}/target/X.utm/Data/disk.img`).mode).toBe(0o440);
      }
    });

    it('excludes the staging folder from backups, and not the finished copy', () => {
      const { standIn, system, root } = open();
      mkdirSync(`${root}/a`);
      mkdirSync(`${root}/b`);
      const names = Buffer.alloc(1000);
      const namesOf = (path: string) =>
        names.toString('latin1', 0, Math.max(0, standIn.calls.listxattr(path, names, 1000, 0)));
      system.excludeFromBackup(`${root}/b`);
      expect(namesOf(`${root}/b`)).toContain('com_apple_backup_excludeItem');
      system.copyMetadata(`${root}/a`, `${root}/b`, system.readFacts(`${root}/a`));
      expect(namesOf(`${root}/b`)).toBe('');
    });

    describe('a map that reports holes where unflushed data is', () => {
      const survivors = (holes: HolePolicy | undefined, surviveFsync: number) => {
        const { standIn, system, root } = open();
        mkdirSync(`${root}/target`);
        putSparse(`${root}/disk.img`, 8 * MiB, [[2 * MiB, 4 * MiB]]);
        standIn.claimHole(`${root}/disk.img`, 3 * MiB, 4 * MiB);
        standIn.set('claims_survive_fsync', surviveFsync);
        const request = {
          id: 'test',
          source: `${root}/disk.img`,
          targetFolder: `${root}/target`,
          holes,
          verify: false,
          allowExpansion: false,
          dryRun: false,
        };
        copyBundle(system, request, rememberingObserver(), undefined);
        return readFileSync(`${root}/target/disk.img`).filter((byte) => byte === 7).length;
      };

      it('is right again once the source is flushed, which the copy does first', () => {
        expect(survivors('trust', 0)).toBe(2 * MiB);
      });

      it('loses data under trust where flushing does not help', () => {
        expect(survivors('trust', 1)).toBe(MiB);
      });

      it.each(['audit', 'scan', undefined] as const)('loses nothing under %s', (holes) => {
        expect(survivors(holes, 1)).toBe(2 * MiB);
      });
    });
  },
);
