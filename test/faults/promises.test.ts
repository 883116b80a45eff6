import { beforeAll, describe, expect, it } from 'vitest';
import { scanBundle } from '../../engine/bundle/scan-bundle.ts';
import { loadStreamHash, type StreamHash } from '../../engine/copy/content-digest.ts';
import { copyBundle } from '../../engine/copy/copy-bundle.ts';
import type { CopyRequest } from '../../engine/copy/copy-request.ts';
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

describe('a resumed transfer', () => {
  it.each(['copy', 'move'] as const)(
    'that finds something else under the final name, with the inode of its own unfinished copy, leaves both alone (%s)',
    (verb) => {
      const system = new MemoryFileSystem();
      system.devices.set('/target', 2n);
      system.makeFolder('/target');
      makeBundle(system, '/X.utm');
      // The unfinished copy was removed by hand, and its inode was given to this.
      system.makeFolder('/target/X.utm');
      system.put('/target/X.utm/disk.img', verb === 'move' ? 300_000 : 5);
      const request: CopyRequest = {
        id: 'test',
        source: '/X.utm',
        targetFolder: '/target',
        verify: verb === 'move',
        allowExpansion: false,
        dryRun: false,
        verb,
        keepUnfinished: true,
        past: {
          scan: scanFingerprint(scanBundle(system, '/X.utm')),
          original: '',
          stagingInode: String(system.readFacts('/target/X.utm').inode),
          sourceInode: '',
          files: new Map(),
        },
      };
      expect(() =>
        copyBundle(system, request, rememberingObserver(), verb === 'move' ? hash : undefined),
      ).toThrow(expect.objectContaining({ code: 'TARGET_EXISTS' }));
      expect(system.readNames('/X.utm')).toEqual(['disk.img']);
      trust('checks');
    },
  );
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
