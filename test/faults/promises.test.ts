import { beforeAll, describe, expect, it } from 'vitest';
import { scanBundle } from '../../engine/bundle/scan-bundle.ts';
import { loadStreamHash, type StreamHash } from '../../engine/copy/content-digest.ts';
import { removeSource } from '../../engine/copy/remove-source.ts';
import { scanFingerprint } from '../../engine/copy/scan-fingerprint.ts';
import { verifyCopy } from '../../engine/copy/verify-copy.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { rememberingObserver } from '../support/silent-observer.ts';
import { trust } from '../support/trust-report.ts';

/*
 * Single promises that no fault would reach by itself.
 */
let hash: StreamHash;
beforeAll(async () => {
  hash = await loadStreamHash();
});

function makeBundle(system: MemoryFileSystem, root: string): void {
  system.makeFolder(root);
  system.put(`${root}/disk.img`, 300_000, [{ start: 65_536, bytes: Buffer.alloc(10_000, 1) }]);
}

describe('the source of a move', () => {
  it.each(['delete', 'trash'] as const)('that was changed after it was copied stays (%s)', async (how) => {
    const system = new MemoryFileSystem();
    makeBundle(system, '/X.utm');
    const before = scanFingerprint(scanBundle(system, '/X.utm'));
    const file = system.openForWriting('/X.utm/disk.img');
    file.write(Buffer.from('x'), 0, 1, 0);
    file.close();
    const removed = removeSource(system, '/X.utm', before, how, 'test', async () => expect.unreachable());
    await expect(removed).rejects.toMatchObject({ code: 'SOURCE_NOT_REMOVED' });
    expect(system.readNames('/X.utm')).toEqual(['disk.img']);
    trust('checks');
  });
});

describe('a comparison', () => {
  it('reads what the map of the copy claims to be a hole, where maps are not trusted', () => {
    const system = new MemoryFileSystem();
    makeBundle(system, '/X.utm');
    makeBundle(system, '/Y.utm');
    const file = system.openForWriting('/Y.utm/disk.img');
    file.write(Buffer.from('x'), 0, 1, 200_000);
    file.close();
    system.claimHole('/Y.utm/disk.img', 196_608, 204_800);
    system.claimsSurviveFlush = true;
    const scan = scanBundle(system, '/X.utm');
    expect(verifyCopy(system, scan, '/Y.utm', new Map(), hash, rememberingObserver())).toMatchObject([
      { what: 'content' },
    ]);
    trust('checks');
  });
});
