import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../engine/bundle/read-config.ts';
import { loadStreamHash, type StreamHash } from '../../../engine/copy/content-digest.ts';
import { copyBundle } from '../../../engine/copy/copy-bundle.ts';
import type { CopyRequest } from '../../../engine/copy/copy-request.ts';
import { FerryError } from '../../../engine/errors.ts';
import type { FileSystem, Holder } from '../../../engine/system/file-system.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { plistDifferences } from '../../support/plist-differences.ts';
import { qcow2Bytes } from '../../support/qcow2-bytes.ts';
import { configBytes, type SampleName, sampleImage } from '../../support/sample-configs.ts';
import { type RememberingObserver, rememberingObserver } from '../../support/silent-observer.ts';

const MiB = 2 ** 20;
const seed = '00112233445566778899aabbccddeeff';
const bundle = '/vms/Guest.utm';
const writer: Holder = { pid: 7, name: 'QEMULauncher', path: `${bundle}/Data/disk.img`, access: 'write' };
let system: MemoryFileSystem;
let observer: RememberingObserver;
let hash: StreamHash;

beforeAll(async () => {
  hash = await loadStreamHash();
});

const put = (path: string, bytes: Buffer, logicalBytes = bytes.length) =>
  system.put(path, logicalBytes, [{ start: 0, bytes }]);

function putGuest(name: SampleName): string {
  const image = `${bundle}/${sampleImage(name)}`;
  put(`${bundle}/config.plist`, configBytes(name));
  const isQcow2 = image.endsWith('qcow2');
  put(image, isQcow2 ? qcow2Bytes() : Buffer.alloc(MiB, 1), isQcow2 ? undefined : 8 * MiB);
  return image;
}

beforeEach(() => {
  system = new MemoryFileSystem();
  system.isHoleMapTrusted = true;
  observer = rememberingObserver();
  for (const folder of ['/vms', bundle, `${bundle}/Data`, `${bundle}/Images`, '/target', '/snapshots'])
    system.makeFolder(folder);
});

const request = (change: Partial<CopyRequest>): CopyRequest => ({
  id: 'test',
  source: bundle,
  targetFolder: '/target',
  verify: true,
  allowExpansion: false,
  dryRun: false,
  ...change,
});
const copy = (change: Partial<CopyRequest> = {}, on: FileSystem = system) =>
  copyBundle(on, request(change), observer, change.verify === false ? undefined : hash);
const refusalOf = (step: () => unknown): FerryError => {
  try {
    step();
  } catch (thrown) {
    if (thrown instanceof FerryError) return thrown;
    throw thrown;
  }
  throw new Error('it was not refused');
};
const codes = () => observer.warnings.map(({ code }) => code);
const text = (path: string) => system.content(path).toString();

/** The same file system, and something happens just before one of its calls. */
const meanwhile = (verb: keyof FileSystem, happens: (path: string) => void): FileSystem =>
  new Proxy(system, {
    get: (object, name) => {
      const value = Reflect.get(object, name);
      if (typeof value !== 'function') return value;
      return (...words: unknown[]) => {
        if (name === verb) happens(String(words[0]));
        return value.apply(object, words);
      };
    },
  });

describe('a VM that is in use', () => {
  beforeEach(() => void putGuest('Apple 3'));

  it('is refused with the process, and nothing is written', () => {
    system.holders = [writer];
    for (const verb of ['copy', 'move'] as const) {
      const { code, message, facts } = refusalOf(() => copy({ verb }));
      expect({ code, message, path: facts.path }).toEqual({
        code: 'VM_RUNNING',
        message: `${writer.path} is in use by QEMULauncher (process 7).`,
        path: writer.path,
      });
    }
    expect(system.readNames('/target')).toEqual([]);
  });

  it('is refused when all that is known is a lock', () => {
    system.locked.add(`${bundle}/Data/disk.img`);
    expect(refusalOf(() => copy()).message).toContain('is locked by another program');
  });

  it('is copied when somebody only reads it, but not moved from under them', () => {
    system.holders = [{ ...writer, access: 'read' }];
    expect(copy().isVerified).toBe(true);
    expect(refusalOf(() => copy({ verb: 'move', name: 'Other' })).code).toBe('VM_RUNNING');
  });

  it('is copied with a note when it cannot be told', () => {
    system.holders = { refused: 'no lsof' };
    copy();
    expect(codes()).toEqual(['USE_UNKNOWN']);
  });

  it('is copied all the same on request, with what the copy is worth: a moment, where there are snapshots', () => {
    system.holders = [writer];
    system.canClone = true;
    system.devices.set('/other', 2n);
    system.makeFolder('/other');
    copy({ evenIfRunning: true, targetFolder: '/other', snapshotFolders: ['/snapshots/one'] });
    expect(observer.warnings).toMatchObject([{ code: 'COPIED_WHILE_RUNNING' }]);
    expect(observer.warnings[0]?.message).toContain('as after a power cut');
  });

  it('is copied all the same without snapshots, and what changed meanwhile is told', () => {
    system.holders = [writer];
    const image = `${bundle}/Data/disk.img`;
    const writes = meanwhile('makeFolder', () => {
      const file = system.openForWriting(image);
      file.write(Buffer.from('more'), 0, 4, 0);
      file.close();
    });
    expect(refusalOf(() => copy({}, writes)).code).toBe('VM_RUNNING');
    copy({ evenIfRunning: true }, writes);
    expect(codes()).toEqual(['COPIED_WHILE_RUNNING', 'CHANGED_WHILE_COPIED']);
    expect(observer.warnings[0]?.message).toContain('may not start');
    system.holders = [];
    expect(refusalOf(() => copy({ evenIfRunning: true, name: 'Other' }, writes)).code).toBe('SOURCE_CHANGED');
  });

  it('is never moved, also on request', () => {
    system.holders = [writer];
    expect(refusalOf(() => copy({ verb: 'move', evenIfRunning: true })).code).toBe('VM_RUNNING');
  });
});

describe('a suspended VM', () => {
  it.each([
    ['Apple 3', 'a file'],
    ['QEMU 4', 'a snapshot in a disk image'],
  ] as const)('is copied whole, with a note: %s, %s', (name, _what) => {
    const image = putGuest(name);
    if (name === 'Apple 3') put(`${bundle}/Data/vmstate`, Buffer.alloc(100, 1));
    else {
      system.removeFile(image);
      put(image, qcow2Bytes({ snapshots: [{ id: '1', name: 'suspend', stateBytes: 5n }] }));
    }
    copy();
    expect(observer.warnings).toMatchObject([
      { code: 'SUSPENDED', path: name === 'Apple 3' ? `${bundle}/Data/vmstate` : image },
    ]);
    expect(observer.warnings[0]?.message).toContain('elsewhere the copy starts cold');
    if (name === 'Apple 3') expect(system.readNames('/target/Guest.utm/Data')).toContain('vmstate');
  });

  it('is moved to another volume with a warning', () => {
    putGuest('Apple 3');
    put(`${bundle}/Data/vmstate`, Buffer.alloc(100, 1));
    system.devices.set('/other', 2n);
    system.makeFolder('/other');
    copy({ verb: 'move', targetFolder: '/other' });
    expect(observer.warnings[0]?.message).toContain('After the move it starts cold');
  });
});

describe('a copy with a new identity', () => {
  const fields = ['Information/Name', 'Information/UUID', 'Network/0/MacAddress'];

  it('differs from its source in the named fields and in nothing else', () => {
    const image = putGuest('Apple macOS 4');
    put(`${bundle}/Data/AuxiliaryStorage`, Buffer.alloc(70_000, 3));
    put(`${bundle}/Data/vmstate`, Buffer.alloc(100, 1));
    const result = copy({ newIdentity: seed });
    expect(result).toMatchObject({ target: '/target/Guest 2.utm', isVerified: true });
    const config = text('/target/Guest 2.utm/config.plist');
    expect(plistDifferences(text(`${bundle}/config.plist`), config).sort()).toEqual(fields);
    expect(parseConfig(Buffer.from(config))).toMatchObject({ config: { name: 'Guest 2' } });
    expect(system.readNames('/target/Guest 2.utm/Data')).toEqual(
      [image.split('/').at(-1), 'AuxiliaryStorage'].sort(),
    );
    for (const path of [sampleImage('Apple macOS 4'), 'Data/AuxiliaryStorage'])
      expect(system.content(`/target/Guest 2.utm/${path}`).equals(system.content(`${bundle}/${path}`))).toBe(
        true,
      );
    const { modifiedNs, mode } = system.readFacts(`${bundle}/config.plist`);
    expect(system.readFacts('/target/Guest 2.utm/config.plist')).toMatchObject({ modifiedNs, mode });
    expect(observer.warnings).toMatchObject([{ code: 'SUSPENDED' }]);
    expect(observer.warnings[0]?.message).toContain('without its saved state');
  });

  it('takes the next name that is free at both places, or the one that was asked for', () => {
    putGuest('QEMU 4');
    system.makeFolder('/target/Guest 2.utm');
    system.makeFolder('/vms/Guest 3.utm');
    expect(copy({ newIdentity: seed }).target).toBe('/target/Guest 4.utm');
    expect(copy({ newIdentity: seed, source: '/target/Guest 4.utm', targetFolder: '/vms' }).target).toBe(
      '/vms/Guest 5.utm',
    );
    expect(copy({ newIdentity: seed, name: 'Mine' }).target).toBe('/target/Mine.utm');
    expect(parseConfig(system.content('/target/Mine.utm/config.plist'))).toMatchObject({
      config: { name: 'Mine' },
    });
  });

  it('is made on the same volume by clones, and only the config is written', () => {
    const image = putGuest('QEMU 4');
    system.canClone = true;
    const result = copy({ newIdentity: seed });
    expect(result).toMatchObject({ clonedFiles: 1, plan: { method: 'clone' }, isVerified: true });
    expect(result.copiedBytes).toBe(system.readFacts('/target/Guest 2.utm/config.plist').logicalBytes);
    expect(system.content(`/target/Guest 2.utm/${sampleImage('QEMU 4')}`).equals(system.content(image))).toBe(
      true,
    );
  });

  it('is refused for what has no config that can be read', () => {
    expect(refusalOf(() => copy({ newIdentity: seed })).code).toBe('NO_IDENTITY');
    put(`${bundle}/config.plist`, Buffer.from('broken'));
    expect(refusalOf(() => copy({ newIdentity: seed })).message).toContain('damaged');
    expect(system.readNames('/target')).toEqual([]);
  });
});

describe('a VM that is not all here', () => {
  it('is refused before anything of it is read, by name', () => {
    const image = putGuest('Apple 3');
    system.makeDataless(image);
    const reads = meanwhile('openForReading', (path) => {
      throw new Error(`${path} was opened`);
    });
    const { code, message } = refusalOf(() => copy({}, reads));
    expect(code).toBe('SOURCE_DATALESS');
    expect(message).toContain('Data/disk.img');
  });

  it('is refused when a whole folder is elsewhere, which is not even listed', () => {
    putGuest('Apple 3');
    system.makeDataless(`${bundle}/Data`);
    const lists = meanwhile('readNames', (path) => {
      if (path === `${bundle}/Data`) throw new Error('it was listed');
    });
    expect(refusalOf(() => copy({}, lists)).message).toContain('Data');
  });

  it('is downloaded and copied on request', () => {
    const image = putGuest('Apple 3');
    system.makeDataless(image);
    system.makeDataless(`${bundle}/Data`);
    expect(copy({ download: true }).isVerified).toBe(true);
    expect(system.content('/target/Guest.utm/Data/disk.img').equals(system.content(image))).toBe(true);
  });
});

describe('what a person should know', () => {
  it('is how much the guest can still grow, also in a format that grows by itself', () => {
    const image = putGuest('QEMU 4');
    system.removeFile(image);
    put(image, qcow2Bytes({ capacityBytes: 2n ** 41n }));
    copy();
    expect(codes()).toEqual(['GROWTH_SHORT']);
    expect(observer.warnings[0]?.message).toMatch(
      /could still grow by 2\.1 TB, but the target volume will have only 1 TB left/,
    );
  });

  it('is that a disk image needs another file, unless that is in the bundle', () => {
    const image = putGuest('QEMU 4');
    system.removeFile(image);
    put(image, qcow2Bytes({ backingFile: 'base.qcow2' }));
    copy();
    expect(observer.warnings).toMatchObject([{ code: 'OTHER_FILE_NEEDED', path: image }]);
    put(`${bundle}/Data/base.qcow2`, qcow2Bytes());
    observer.warnings.length = 0;
    copy({ name: 'Other' });
    expect(codes()).toEqual([]);
  });

  it('is that QEMU has marked a disk image as damaged', () => {
    const image = putGuest('QEMU 4');
    system.removeFile(image);
    put(image, qcow2Bytes({ features: 2n }));
    copy();
    expect(observer.warnings).toMatchObject([{ code: 'IMAGE_DAMAGED', path: image }]);
  });

  it('is how much smaller a copy without stored zeros became', () => {
    put(`${bundle}/Data/disk.img`, Buffer.concat([Buffer.alloc(MiB, 1), Buffer.alloc(3 * MiB)]));
    expect(copy().reclaimedBytes).toBe(0);
    expect(copy({ holes: 'scan', name: 'Other' }).reclaimedBytes).toBe(3 * MiB);
  });
});
