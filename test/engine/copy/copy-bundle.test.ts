import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadStreamHash, type StreamHash } from '../../../engine/copy/content-digest.ts';
import { copyBundle } from '../../../engine/copy/copy-bundle.ts';
import type { CopyRequest } from '../../../engine/copy/copy-request.ts';
import { holePolicies } from '../../../engine/copy/hole-policy.ts';
import { FerryError, SystemCallError } from '../../../engine/errors.ts';
import type { FileSystem } from '../../../engine/system/file-system.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { SeededRandom, testSeed } from '../../support/seeded-random.ts';
import { type RememberingObserver, rememberingObserver } from '../../support/silent-observer.ts';
import { contentOf, planSparseFixture, sparseShapes } from '../../support/sparse-fixture.ts';

let system: MemoryFileSystem;
let observer: RememberingObserver;
let hash: StreamHash;
const MiB = 2 ** 20;

beforeAll(async () => {
  hash = await loadStreamHash();
});

beforeEach(() => {
  system = new MemoryFileSystem();
  observer = rememberingObserver();
  for (const folder of ['/vms', '/vms/X.utm', '/vms/X.utm/Data', '/target']) system.makeFolder(folder);
  system.put('/vms/X.utm/config.plist', 100, [{ start: 0, bytes: Buffer.alloc(100, 'c') }]);
});

const request = (change: Partial<CopyRequest> = {}): CopyRequest => ({
  id: 'test',
  source: '/vms/X.utm',
  targetFolder: '/target',
  verify: false,
  allowExpansion: false,
  dryRun: false,
  ...change,
});
const copy = (change: Partial<CopyRequest> = {}, on: FileSystem = system) =>
  copyBundle(on, request(change), observer, change.verify === true ? hash : undefined);
const codeOf = (step: () => unknown) => {
  try {
    step();
    return 'copied';
  } catch (thrown) {
    return thrown instanceof FerryError ? thrown.code : thrown;
  }
};
const left = () => system.readNames('/target');

/** The same file system with one verb replaced. */
const changed = <Verb extends keyof FileSystem>(verb: Verb, instead: FileSystem[Verb]): FileSystem =>
  new Proxy(system, {
    get: (object, name) => {
      if (name === verb) return instead;
      const value = Reflect.get(object, name);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  });

describe(`a copy in memory (seed ${testSeed()})`, () => {
  for (const holes of holePolicies) {
    it.each(sparseShapes)(`keeps bytes and holes under ${holes}: %s`, (shape) => {
      const plan = planSparseFixture(shape, new SeededRandom(testSeed()));
      system.put('/vms/X.utm/Data/disk.img', plan.logicalBytes, plan.pieces);
      const result = copy({ holes, verify: true });
      expect(system.content('/target/X.utm/Data/disk.img').equals(contentOf(plan))).toBe(true);
      const used = (root: string) => system.readFacts(`${root}/X.utm/Data/disk.img`).allocatedBytes;
      if (shape === 'stored zeros' && holes === 'scan') expect(used('/target')).toBeLessThan(used('/vms'));
      else expect(used('/target')).toBe(used('/vms'));
      expect(result).toMatchObject({ isVerified: true, metadataLosses: [], files: 2 });
      expect(system.openFiles).toBe(0);
    });
  }

  it('owns short reads and short writes', () => {
    const plan = planSparseFixture('random', new SeededRandom(testSeed()));
    system.put('/vms/X.utm/Data/disk.img', plan.logicalBytes, plan.pieces);
    system.bytesPerCallMax = 777;
    copy({ verify: true });
    system.bytesPerCallMax = Number.POSITIVE_INFINITY;
    expect(system.content('/target/X.utm/Data/disk.img').equals(contentOf(plan))).toBe(true);
  });

  it('copies 8 TiB with 64 MiB of data in one pass', () => {
    const at = [0, 3 * 2 ** 40, 8 * 2 ** 40 - 16 * MiB].map((start) => ({
      start,
      bytes: Buffer.alloc(16 * MiB, 1),
    }));
    system.put('/vms/X.utm/Data/disk.img', 8 * 2 ** 40, at);
    system.isHoleMapTrusted = true;
    expect(copy({ verify: true })).toMatchObject({ copiedBytes: 48 * MiB + 100, isVerified: true });
  });

  it('clones where the volume can, and scans all the same when asked to find zeros', () => {
    system.canClone = true;
    expect(copy()).toMatchObject({ clonedFiles: 1, copiedBytes: 0, plan: { method: 'clone' } });
    expect(copy({ name: 'Y', holes: 'scan' })).toMatchObject({
      clonedFiles: 0,
      copiedBytes: 100,
      plan: { method: 'sparse' },
    });
  });

  it('writes every byte in order where there are no holes, and only when it may grow', () => {
    system.put('/vms/X.utm/Data/disk.img', 4 * MiB, [{ start: MiB, bytes: Buffer.alloc(MiB, 1) }]);
    system.canHoldHoles = false;
    expect(codeOf(() => copy())).toBe('WOULD_EXPAND');
    expect(left()).toEqual([]);
    for (const holes of holePolicies) {
      expect(copy({ allowExpansion: true, name: holes, holes, verify: true })).toMatchObject({
        copiedBytes: 4 * MiB + 100,
        plan: { extraBytes: 3 * MiB },
      });
      expect(
        system
          .content(`/target/${holes}.utm/Data/disk.img`)
          .equals(system.content('/vms/X.utm/Data/disk.img')),
      ).toBe(true);
    }
  });
});

describe('a hole map that lies', () => {
  /** What of the disk image's 2 MiB of data reaches the copy under each policy. */
  const survivors = (holes: CopyRequest['holes']) => {
    system.put('/vms/X.utm/Data/disk.img', 8 * MiB, [{ start: 2 * MiB, bytes: Buffer.alloc(2 * MiB, 7) }]);
    system.claimsSurviveFlush = true;
    system.claimHole('/vms/X.utm/Data/disk.img', 3 * MiB, 4 * MiB);
    copy({ holes });
    return system.content('/target/X.utm/Data/disk.img').filter((byte) => byte === 7).length;
  };

  it('loses data under trust, which is why that is not the default where maps lie', () => {
    expect(survivors('trust')).toBe(MiB);
    expect(observer.warnings).toEqual([]);
  });

  it('loses nothing under audit, and is reported', () => {
    expect(survivors('audit')).toBe(2 * MiB);
    expect(observer.warnings).toMatchObject([{ code: 'MAP_LIED', path: '/vms/X.utm/Data/disk.img' }]);
  });

  it('loses nothing under scan', () => {
    expect(survivors('scan')).toBe(2 * MiB);
  });

  it('loses nothing by default, since a volume that is not trusted is audited', () => {
    expect(survivors(undefined)).toBe(2 * MiB);
    expect(observer.plans[0]?.holes).toBe('audit');
  });
});

describe('what goes wrong', () => {
  beforeEach(() =>
    system.put('/vms/X.utm/Data/disk.img', 4 * MiB, [{ start: 0, bytes: Buffer.alloc(3 * MiB, 1) }]),
  );

  it('in the source while it is copied ends the copy and leaves no target', () => {
    const touching = changed('createFile', (path) => {
      if (path.endsWith('config.plist'))
        system.copyMetadata('/vms/X.utm/Data/disk.img', '/vms/X.utm/Data/disk.img', {
          ...system.readFacts('/vms/X.utm/Data/disk.img'),
          modifiedNs: 1n,
        });
      return system.createFile(path);
    });
    expect(codeOf(() => copy({}, touching))).toBe('SOURCE_CHANGED');
    expect(left()).toEqual([]);
  });

  it.each([
    ['a file that comes', () => system.put('/vms/X.utm/new', 1)],
    ['a file that goes', () => system.removeFile('/vms/X.utm/config.plist')],
  ])('with %s in the source is noticed', (_what, change) => {
    let isDone = false;
    const late = changed('copyMetadata', (source, target, facts) => {
      if (target.endsWith('config.plist') && !isDone) {
        isDone = true;
        change();
      }
      return system.copyMetadata(source.endsWith('config.plist') ? target : source, target, facts);
    });
    expect(codeOf(() => copy({}, late))).toBe('SOURCE_CHANGED');
    expect(left()).toEqual([]);
  });

  it('when the volume fills up says how many bytes are missing and leaves nothing', () => {
    const filling = changed('makeFolder', (path) => {
      system.makeFolder(path);
      system.totalBytes = system.totalBytes - system.freeBytes + 2 * MiB;
    });
    let error: unknown;
    try {
      copy({}, filling);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'NO_SPACE' });
    expect((error as FerryError).facts.bytes).toBeGreaterThan(0);
    expect(left()).toEqual([]);
  });

  it('when it cannot fit from the start is said before anything is written', () => {
    system.totalBytes = system.totalBytes - system.freeBytes + 70_000;
    expect(codeOf(() => copy())).toBe('NO_SPACE');
    expect(left()).toEqual([]);
  });

  it('when a file is too long for the volume names the file', () => {
    system.longestFileBytes = 2 * MiB;
    expect(() => copy()).toThrow(
      expect.objectContaining({
        code: 'FILE_TOO_LONG',
        facts: expect.objectContaining({ path: '/vms/X.utm/Data/disk.img' }),
      }),
    );
  });

  it('when the name is taken during the copy refuses, and leaves the other one alone', () => {
    const racing = changed('tryRename', (source, target) => {
      system.makeFolder(target);
      return system.tryRename(source, target);
    });
    expect(codeOf(() => copy({}, racing))).toBe('TARGET_EXISTS');
    expect(left()).toEqual(['X.utm']);
    expect(system.readNames('/target/X.utm')).toEqual([]);
  });

  it('when the target differs from what was read is found by verification', () => {
    const bad = changed('createFile', (path) => {
      const file = system.createFile(path);
      if (!path.endsWith('disk.img')) return file;
      return new Proxy(file, {
        get: (object, name) => {
          if (name === 'flush') {
            return () => {
              object.write(Buffer.from([2]), 0, 1, 12_345);
              object.flush();
            };
          }
          const value = Reflect.get(object, name);
          return typeof value === 'function' ? value.bind(object) : value;
        },
      });
    });
    expect(codeOf(() => copy({ verify: true }, bad))).toBe('COPY_DIFFERS');
    expect(left()).toEqual([]);
  });

  it('when it is cancelled leaves nothing', () => {
    const cancelling = changed('createFile', (path) => {
      if (!path.includes('probe')) observer.control.cancel();
      return system.createFile(path);
    });
    expect(codeOf(() => copy({}, cancelling))).toBe('CANCELLED');
    expect(left()).toEqual([]);
    expect(system.openFiles).toBe(0);
  });

  it('when the unfinished copy cannot be removed says where it is, and still why the copy failed', () => {
    const stuck = changed('removeFolder', (path) => {
      throw new SystemCallError('EIO', 'rmdir', path);
    });
    observer.control.cancel();
    expect(codeOf(() => copy({}, stuck))).toBe('CANCELLED');
    const failing = changed('tryRename', () => {
      throw new SystemCallError('EROFS', 'rename', '/target');
    });
    observer = rememberingObserver();
    expect(codeOf(() => copy({}, failing))).toBe('TARGET_FAILED');
  });

  it('in metadata only is listed, and the copy stays', () => {
    const losing = changed('copyMetadata', (_source, target) => [
      { path: target, what: 'owner', reason: 'EPERM' },
    ]);
    const result = copy({}, losing);
    expect(result.metadataLosses.map((loss) => loss.path)).toEqual([
      '/target/X.utm/Data/disk.img',
      '/target/X.utm/config.plist',
      '/target/X.utm/Data',
      '/target/X.utm',
    ]);
    expect(left()).toEqual(['X.utm']);
  });

  it('with a staging folder of the same name that is not ours refuses and does not sweep it', () => {
    system.makeFolder('/target/.X.utm.ferry-test');
    system.put('/target/.X.utm.ferry-test/theirs', 1);
    expect(codeOf(() => copy())).toBe('TARGET_EXISTS');
    expect(system.readNames('/target/.X.utm.ferry-test')).toEqual(['theirs']);
  });
});

describe('durability', () => {
  it('is complete when the copy is there: a power cut right after takes nothing', () => {
    system.put('/vms/X.utm/Data/disk.img', 4 * MiB, [{ start: MiB, bytes: Buffer.alloc(MiB, 1) }]);
    for (const folder of ['/', '/vms', '/target']) system.flushFolder(folder);
    copy();
    const left = system.crash();
    expect(
      left.content('/target/X.utm/Data/disk.img').equals(system.content('/vms/X.utm/Data/disk.img')),
    ).toBe(true);
    expect(left.content('/target/X.utm/config.plist').toString()).toBe('c'.repeat(100));
  });
});
