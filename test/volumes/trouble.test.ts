import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { listTransfers } from '#engine/transfers';
import { compareTrees, dataOf } from '../support/compare-trees.ts';
import { missingForVolume, namesOn, skippedFor, useLoopVolumes } from '../support/loop-volume.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { trust } from '../support/trust-report.ts';
import { stagedBytes, until } from '../support/watch-staging.ts';

const MiB = 2 ** 20;
let home: string;
let bundle: string;

const volume = useLoopVolumes();
const putImage = (path: string, logicalBytes: number, pieces: readonly (readonly [number, number])[]) => {
  const fd = openSync(path, 'wx');
  for (const [start, bytes] of pieces)
    writeSync(fd, new SeededRandom(start + 1).bytes(bytes), 0, bytes, start);
  closeSync(fd);
  truncateSync(path, logicalBytes);
};

beforeEach(() => {
  home = makeTempFolder();
  bundle = join(home, 'Guest.utm');
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
});

describe('a device that lost a byte', () => {
  const reason = missingForVolume('ext4');

  it.skipIf(reason !== '')(
    `is found out by verify, although the cache still has it${skippedFor(reason)}`,
    async () => {
      const ext4 = volume('ext4', 64);
      putImage(join(bundle, 'Data/disk.img'), 24 * MiB, [
        [0, MiB],
        [9 * MiB + 4096, 64 * 1024],
        [9 * MiB + 128 * 1024, 5 * MiB],
      ]);
      expect((await runFerry(['copy', bundle, ext4.folder])).exitCode).toBe(0);
      const copy = join(ext4.folder, 'Guest.utm');
      const words = ['verify', bundle, copy];
      expect((await runFerry(words)).exitCode).toBe(0);
      const content = readFileSync(join(copy, 'Data/disk.img'));
      const place = 9 * MiB + 4096;
      flipOnDevice(ext4.device, content.subarray(place, place + 4096));
      // The test is about nothing unless a plain read goes to the cache.
      expect(readFileSync(join(copy, 'Data/disk.img')).equals(content)).toBe(true);
      const run = await runFerry([...words, '--json']);
      expect(run.exitCode).toBe(7);
      expect(JSON.stringify(run.lines)).toContain('Data/disk.img');
    },
  );
});

/** Changes the first byte of the block that holds these bytes, where the file system does not see it. */
function flipOnDevice(device: string, block: Buffer): void {
  const at = readFileSync(device).indexOf(block);
  expect(at).toBeGreaterThan(0);
  const fd = openSync(device, 'r+');
  writeSync(fd, Buffer.from([(block[0] ?? 0) ^ 0xff]), 0, 1, at);
  fsyncSync(fd);
  closeSync(fd);
}

describe('a volume without holes', () => {
  const reason = missingForVolume('exfat');

  it.skipIf(reason !== '')(
    `is refused with the exact extra bytes, and nothing is left${skippedFor(reason)}`,
    async () => {
      const exfat = volume('exfat', 64);
      putImage(join(bundle, 'Data/disk.img'), 40 * MiB, [
        [5 * MiB, MiB],
        [20 * MiB, 2 * MiB],
      ]);
      const run = await runFerry(['copy', bundle, exfat.folder, '--json']);
      const facts = ['Data/disk.img', 'config.plist'].map((name) => statSync(join(bundle, name)));
      const extra = facts.reduce((sum, { size, blocks }) => sum + size - Math.min(size, blocks * 512), 0);
      expect(run.exitCode).toBe(3);
      expect(run.lines.at(-1)).toMatchObject({ code: 'WOULD_EXPAND', bytes: extra });
      expect(namesOn(exfat.folder)).toEqual([]);
    },
  );

  it.skipIf(reason !== '')(
    `takes a verified full copy when that is allowed, and scan makes it sparse again on the way back${skippedFor(reason)}`,
    async () => {
      const exfat = volume('exfat', 64);
      putImage(join(bundle, 'Data/disk.img'), 40 * MiB, [
        [5 * MiB, MiB],
        [20 * MiB, 2 * MiB],
      ]);
      const there = await runFerry(['copy', bundle, exfat.folder, '--allow-expansion', '--verify', '--json']);
      expect(there.lines.at(-1)).toMatchObject({ type: 'result', method: 'plain', isVerified: true });
      const copy = join(exfat.folder, 'Guest.utm');
      expect(compareTrees(bundle, copy, { holes: false, metadata: false })).toEqual([]);
      mkdirSync(join(home, 'back'));
      const back = await runFerry(['copy', copy, join(home, 'back'), '--holes', 'scan', '--json']);
      expect(back.lines.at(-1)).toMatchObject({ type: 'result', method: 'sparse' });
      expect(compareTrees(bundle, join(home, 'back/Guest.utm'), { metadata: false })).toEqual([]);
      expect(dataOf(join(home, 'back/Guest.utm/Data/disk.img'))).toEqual([
        [5 * MiB, 6 * MiB],
        [20 * MiB, 22 * MiB],
      ]);
    },
  );

  it.skipIf(reason !== '')(
    `that goes away during the copy gives 6 and leaves the source as it was${skippedFor(reason)}`,
    async () => {
      const exfat = volume('exfat', 600);
      putImage(join(bundle, 'Data/disk.img'), 400 * MiB, [[0, 400 * MiB]]);
      truncateSync(join(bundle, 'Data/disk.img'), 420 * MiB);
      const before = statSync(join(bundle, 'Data/disk.img')).ctimeMs;
      const state = join(home, 'state');
      const { ended } = startFerry(['copy', bundle, exfat.folder, '--allow-expansion', '--json'], {
        env: { VM_FERRY_STATE: state },
      });
      await until(() => stagedBytes(exfat.folder, 'Data/disk.img') >= 50 * MiB);
      exfat.crash();
      trust('volumeTroubles');
      const run = await ended;
      expect(run.lines.at(-1)).toMatchObject({ type: 'error', code: 'TARGET_FAILED', volumeGone: true });
      expect(run.exitCode).toBe(6);
      // The drive may come back, so the transfer waits for a resume.
      expect(listTransfers(state)).toMatchObject([
        { state: 'interrupted', record: { error: { exitCode: 6 } } },
      ]);
      expect(statSync(join(bundle, 'Data/disk.img')).ctimeMs).toBe(before);
    },
  );
});

describe('a volume that is too small', () => {
  const reason = missingForVolume('tmpfs') || missingForVolume('ext4');

  it.skipIf(reason !== '')(
    `gives 4 with the missing bytes before anything is written${skippedFor(reason)}`,
    async () => {
      const small = volume('tmpfs', 16);
      writeFileSync(join(small.folder, 'theirs'), 'x');
      putImage(join(bundle, 'Data/disk.img'), 64 * MiB, [[0, 32 * MiB]]);
      const run = await runFerry(['copy', bundle, small.folder, '--json']);
      expect(run.exitCode).toBe(4);
      const plan = run.lines.find((line) => line.type === 'plan');
      expect(run.lines.at(-1)).toMatchObject({
        code: 'NO_SPACE',
        bytes: plan?.neededBytes - plan?.freeBytes,
      });
      expect(namesOn(small.folder)).toEqual(['theirs']);
    },
  );

  it.skipIf(reason !== '')(
    `because somebody else fills it during the copy gives 4, and the copy goes on once there is space${skippedFor(reason)}`,
    async () => {
      const state = join(home, 'state');
      const small = volume('ext4', 500);
      putImage(join(bundle, 'Data/disk.img'), 300 * MiB, [[0, 300 * MiB]]);
      const { child, ended } = startFerry(['copy', bundle, small.folder, '--json'], {
        env: { VM_FERRY_STATE: state },
      });
      child.stdout?.once('data', () => {
        trust('volumeTroubles');
        execFileSync('fallocate', ['-l', '300M', join(small.folder, 'filler')]);
      });
      const run = await ended;
      expect(run.lines.at(-1)).toMatchObject({ code: 'NO_SPACE', exitCode: 4 });
      expect(run.exitCode).toBe(4);
      expect(namesOn(small.folder).filter((name) => !name.startsWith('.Guest.utm.ferry-'))).toEqual([
        'filler',
      ]);
      rmSync(join(small.folder, 'filler'));
      const failed = (await runFerry(['list', '--json'], { env: { VM_FERRY_STATE: state } })).lines[0];
      expect(failed).toMatchObject({ state: 'failed', record: { error: { code: 'NO_SPACE' } } });
      const resumed = await runFerry(['resume', failed?.id, '--json'], { env: { VM_FERRY_STATE: state } });
      expect(resumed.exitCode).toBe(0);
      expect(namesOn(small.folder)).toEqual(['Guest.utm']);
      expect(compareTrees(bundle, join(small.folder, 'Guest.utm'))).toEqual([]);
      expect(resumed.lines.at(-1)?.copiedBytes).toBeLessThan(300 * MiB);
    },
  );
});

describe('a volume that cannot be written', () => {
  const reason = missingForVolume('ext4');

  it.skipIf(reason !== '')(`because it is read-only gives 6${skippedFor(reason)}`, async () => {
    const readOnly = volume('ext4', 32);
    writeFileSync(join(readOnly.folder, 'theirs'), 'x');
    readOnly.remountReadOnly();
    const run = await runFerry(['copy', bundle, readOnly.folder, '--json']);
    expect(run.lines.at(-1)).toMatchObject({ code: 'TARGET_FAILED', errno: 'EROFS', exitCode: 6 });
    expect(run.exitCode).toBe(6);
    expect(namesOn(readOnly.folder)).toEqual(['theirs']);
  });
});

describe('a volume that turns read-only during the copy', () => {
  const reason = missingForVolume('ext4');

  it.skipIf(reason !== '')(
    `because its kernel found an error gives 6, and the copy goes on once it is repaired${skippedFor(reason)}`,
    async () => {
      const options = { env: { VM_FERRY_STATE: join(home, 'state') } };
      const ext4 = volume('ext4', 500);
      putImage(join(bundle, 'Data/disk.img'), 300 * MiB, [[0, 300 * MiB]]);
      const { ended } = startFerry(['copy', bundle, ext4.folder, '--json'], options);
      await until(() => stagedBytes(ext4.folder, 'Data/disk.img') >= 20 * MiB, 60);
      ext4.freeze();
      trust('volumeTroubles');
      const run = await ended;
      expect(run.lines.at(-1)).toMatchObject({ code: 'TARGET_FAILED', exitCode: 6 });
      expect(namesOn(ext4.folder).filter((name) => !name.startsWith('.Guest.utm.ferry-'))).toEqual([]);
      ext4.pull();
      execFileSync('sh', ['-c', 'e2fsck -fy "$1" >/dev/null || [ $? -le 2 ]', 'sh', ext4.device]);
      ext4.mount();
      const [left] = listTransfers(join(home, 'state'));
      expect((await runFerry(['resume', left?.id ?? '', '--json'], options)).exitCode).toBe(0);
      expect(compareTrees(bundle, join(ext4.folder, 'Guest.utm'))).toEqual([]);
      expect(namesOn(ext4.folder)).toEqual(['Guest.utm']);
      trust('resumes');
    },
    120_000,
  );
});

describe('metadata that the target cannot hold', () => {
  const reason = missingForVolume('xfs');

  it.skipIf(reason !== '')(
    `gives 8, with the content complete and the loss listed${skippedFor(reason)}`,
    async () => {
      const xfs = volume('xfs', 320);
      const file = join(xfs.folder, 'file');
      writeFileSync(file, 'content');
      // ext4 keeps at most one block of attributes a file, XFS 64 KiB each.
      execFileSync('setfattr', ['-n', 'user.big', '-v', 'x'.repeat(60_000), file]);
      const run = await runFerry(['copy', file, home, '--json']);
      expect(run.exitCode).toBe(8);
      expect(run.lines.at(-1)?.metadataLosses).toEqual([
        { path: join(home, 'file'), what: 'extended attribute user.big', reason: 'ENOSPC' },
      ]);
      expect(compareTrees(file, join(home, 'file'), { metadata: false })).toEqual([]);
    },
  );
});

describe('a file that may not be read', () => {
  const reason = process.geteuid?.() === 0 ? '' : 'becoming another user needs root';

  it.skipIf(reason !== '')(`gives 5 with its path${skippedFor(reason)}`, async () => {
    const secret = join(bundle, 'Data/secret.img');
    writeFileSync(secret, 'x', { mode: 0o600 });
    const target = join(home, 'target');
    mkdirSync(target);
    chmodSync(target, 0o777);
    const state = join(home, 'state');
    mkdirSync(state);
    chownSync(state, 65534, 65534);
    for (let folder = home; folder !== '/'; folder = join(folder, '..'))
      if ((statSync(folder).mode & 1) === 0) chmodSync(folder, statSync(folder).mode | 1);
    const asNobody = {
      before: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
      env: { VM_FERRY_STATE: state },
    };
    const run = await runFerry(['copy', bundle, target, '--json'], asNobody);
    expect(run.lines.at(-1)).toMatchObject({ code: 'SOURCE_UNREADABLE', path: secret, errno: 'EACCES' });
    expect(run.exitCode).toBe(5);
    expect(namesOn(target).filter((name) => !name.startsWith('.Guest.utm.ferry-'))).toEqual([]);
    // What was done is kept, and the message says how to go on and how to be rid of it.
    const id = /ferry cancel (\S+?)”/.exec(run.lines.at(-1)?.advice)?.[1] ?? '';
    expect((await runFerry(['cancel', id], asNobody)).exitCode).toBe(0);
    expect(namesOn(target)).toEqual([]);
  });
});
