import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanBundle } from '../../engine/bundle/scan-bundle.ts';
import { loadStreamHash, type StreamHash } from '../../engine/copy/content-digest.ts';
import { verifyCopy } from '../../engine/copy/verify-copy.ts';
import { FerryError } from '../../engine/errors.ts';
import type { FileSystem } from '../../engine/system/file-system.ts';
import { canSuffer, type Fault, faultyFileSystem } from '../support/faulty-file-system.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { rememberingObserver } from '../support/silent-observer.ts';
import { trust } from '../support/trust-report.ts';

/*
 * A comparison under faults: it may fail, and it may find differences that are none where bytes could not be read, but it never
 * calls a copy equal that it could not read, or that differs.
 */
let hash: StreamHash;
let faults = 0;

beforeAll(async () => {
  hash = await loadStreamHash();
});
afterAll(() => console.log(`verify: ${faults} faults injected`));

/** Two equal bundles: data, a hole, data again, and a tail of zeros, some of it in chunks of its own (digestChunkBytes). */
function makeTwins(): MemoryFileSystem {
  const system = new MemoryFileSystem();
  for (const root of ['/vms', '/target']) {
    for (const folder of [root, `${root}/X.utm`, `${root}/X.utm/Data`]) system.makeFolder(folder);
    system.put(`${root}/X.utm/config.plist`, 100, [{ start: 0, bytes: Buffer.alloc(100, 'c') }]);
    system.put(`${root}/X.utm/Data/disk.img`, 9_000_000, [
      { start: 65_536, bytes: Buffer.alloc(10_000, 1) },
      { start: 200_000, bytes: Buffer.alloc(10_000, 2) },
    ]);
    system.makeLink(`${root}/X.utm/link`, '/etc/hosts');
  }
  return system;
}

function compare(fileSystem: FileSystem): number {
  const scan = scanBundle(fileSystem, '/vms/X.utm');
  return verifyCopy(fileSystem, scan, '/target/X.utm', new Map(), hash, rememberingObserver()).length;
}

const faultKinds: readonly Fault[] = [
  ...['EIO', 'ENOSPC', 'EINTR', 'EACCES', 'EPERM'].map((errno) => ({ errno })),
  'short',
  'zero',
];

describe.each([
  ['an equal copy', false],
  ['a copy with one other byte', true],
] as const)('a comparison with %s', (_name, isDifferent) => {
  it.each([true, false])('never says more than it read (hole map trusted: %s)', (isHoleMapTrusted) => {
    const system = makeTwins();
    system.isHoleMapTrusted = isHoleMapTrusted;
    if (isDifferent) {
      const file = system.openForWriting('/target/X.utm/Data/disk.img');
      file.write(Buffer.from([9]), 0, 1, 70_000);
      file.close();
    }
    expect(compare(system) > 0).toBe(isDifferent);
    for (const fault of faultKinds)
      for (let target = 1, isDone = false; !isDone; target++) {
        let isHit = false;
        isDone = true;
        const faulty = faultyFileSystem(system, ({ number, verb }) => {
          if (number < target) return undefined;
          isDone = false;
          if (number !== target || !canSuffer(verb, fault)) return undefined;
          isHit = true;
          return fault;
        });
        let differences: number | undefined;
        try {
          differences = compare(faulty);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FerryError);
        }
        expect(system.openFiles).toBe(0);
        if (!isHit) continue;
        faults++;
        trust('faults');
        trust('checks');
        if (isDifferent) expect(differences, `${JSON.stringify(fault)} at ${target}`).not.toBe(0);
        // Bytes that did not come are a difference; those that came in parts are none.
        if (fault === 'zero') expect(differences, `zero at ${target}`).not.toBe(0);
        if (fault === 'short' && !isDifferent) expect(differences).toBe(0);
      }
  });
});
