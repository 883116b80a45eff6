import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { compareTrees } from '../support/compare-trees.ts';
import { missingForVolume, namesOn, skippedFor, useLoopVolumes } from '../support/loop-volume.ts';
import { peakMemoryOf } from '../support/peak-memory.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { trust } from '../support/trust-report.ts';

/*
 * Bundles that no UTM makes: far too many files, far too deep, of impossible sizes, with names that some volumes take for one,
 * with programs that run as root, with locks, sockets and devices. They are copied, or refused by name; nothing hangs.
 */
const root = process.geteuid?.() === 0 ? '' : 'needs root';
const volume = useLoopVolumes();
let home: string;
let bundle: string;
let target: string;

beforeEach(() => {
  home = makeTempFolder();
  [bundle, target] = [join(home, 'Guest.utm'), join(home, 'target')];
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  mkdirSync(target);
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  trust('hostileBundles');
});
const copy = (...words: string[]) => runFerry(['copy', bundle, target, '--json', ...words]);

describe('a bundle with', () => {
  it('hard links becomes separate files, and says so', async () => {
    writeFileSync(join(bundle, 'Data/one'), 'x'.repeat(5000));
    for (const name of ['two', 'three']) linkSync(join(bundle, 'Data/one'), join(bundle, 'Data', name));
    const run = await copy('--verify');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/hard link/i);
    expect(
      new Set(['one', 'two', 'three'].map((name) => statSync(join(target, 'Guest.utm/Data', name)).ino)).size,
    ).toBe(3);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it.skipIf(root !== '')(
    `a socket or a device is refused by its name, and nothing is left${skippedFor(root)}`,
    async () => {
      const server = createServer().listen(join(bundle, 'Data/socket'));
      await once(server, 'listening');
      const run = await copy();
      expect(run.lines.at(-1)).toMatchObject({
        code: 'ENTRY_NOT_SUPPORTED',
        path: join(bundle, 'Data/socket'),
        exitCode: 3,
      });
      server.close();
      for (const [kind, ...numbers] of [['c', '1', '5'], ['b', '7', '200'], ['p']]) {
        execFileSync('mknod', [join(bundle, 'Data/node'), kind as string, ...numbers]);
        const refused = await copy();
        expect(refused.lines.at(-1)).toMatchObject({ code: 'ENTRY_NOT_SUPPORTED', exitCode: 3 });
        execFileSync('rm', [join(bundle, 'Data/node')]);
      }
      expect(readdirSync(target)).toEqual([]);
    },
  );

  it.skipIf(root !== '')(
    `programs that run as their owner keeps that for root, and loses it, with exit 8, for somebody else${skippedFor(root)}`,
    async () => {
      const program = join(bundle, 'Data/program');
      writeFileSync(program, '#!/bin/sh\n');
      chownSync(program, 12_345, 12_345);
      chmodSync(program, 0o6755);
      expect((await copy()).exitCode).toBe(0);
      expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
      const asNobody = openTo(65_534);
      const run = await runFerry(['copy', bundle, target, '--name', 'Theirs', '--json'], asNobody);
      const theirs = statSync(join(target, 'Theirs.utm/Data/program'));
      expect([theirs.uid, theirs.mode & 0o7777]).toEqual([65_534, 0o755]);
      expect(run.exitCode).toBe(8);
      expect(run.lines.at(-1)?.metadataLosses).toEqual([
        expect.objectContaining({ what: 'set-user-ID mark', path: expect.stringContaining('Data/program') }),
      ]);
    },
  );

  /** Lets a user into the test's folders, and drops to that user. */
  function openTo(user: number) {
    for (let folder = home; folder !== '/'; folder = join(folder, '..'))
      if ((statSync(folder).mode & 1) === 0) chmodSync(folder, statSync(folder).mode | 1);
    chmodSync(target, 0o777);
    const state = join(home, 'state');
    mkdirSync(state);
    chownSync(state, user, user);
    const before = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
    return { before, env: { VM_FERRY_STATE: state } };
  }

  it.skipIf(root !== '')(
    `immutable files is copied; a move says what is left, and a resume ends it${skippedFor(root)}`,
    async () => {
      const state = { env: { VM_FERRY_STATE: join(home, 'state') } };
      const reason = missingForVolume('ext4');
      if (reason !== '') throw new Error(reason);
      const ext4 = volume('ext4', 64);
      const locked = join(bundle, 'Data/locked');
      writeFileSync(locked, 'x');
      execFileSync('chattr', ['+i', locked]);
      try {
        const moved = await runFerry(['move', bundle, ext4.folder, '--remove', 'delete', '--json'], state);
        expect(moved.lines.at(-1)).toMatchObject({ code: 'SOURCE_NOT_REMOVED', exitCode: 5 });
        expect(readFileSync(join(ext4.folder, 'Guest.utm/Data/locked'), 'utf8')).toBe('x');
        const left = readdirSync(home).find((name) => name.startsWith('.ferry-removing-')) ?? '';
        expect(moved.lines.at(-1)?.message).toContain(left);
        execFileSync('chattr', ['-i', join(home, left, 'Data/locked')]);
        const id = left.replace('.ferry-removing-', '');
        expect((await runFerry(['resume', id, '--json'], state)).exitCode).toBe(0);
        expect(readdirSync(home).filter((name) => name.includes('ferry'))).toEqual([]);
      } finally {
        execFileSync('sh', ['-c', 'chattr -R -i -- "$1" 2>/dev/null || true', 'sh', home]);
      }
    },
  );

  it('names that differ in case or in how an accent is written is copied where they are told apart', async () => {
    for (const name of ['Disk', 'disk', 'DISK', 'é', 'e\u0301', 'ß', 'ss', 'ﬁ', 'fi'])
      writeFileSync(join(bundle, 'Data', name), name);
    expect((await copy('--verify')).exitCode).toBe(0);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  const exfatReason = missingForVolume('exfat');
  it.skipIf(exfatReason !== '')(
    `names that the target takes for one is refused before anything is written${skippedFor(exfatReason)}`,
    async () => {
      const exfat = volume('exfat', 64);
      for (const name of ['Disk.img', 'disk.img']) writeFileSync(join(bundle, 'Data', name), name);
      const run = await runFerry(['copy', bundle, exfat.folder, '--allow-expansion', '--json']);
      expect(run.lines.at(-1)).toMatchObject({ code: 'NAMES_COLLIDE', exitCode: 3 });
      expect(run.lines.at(-1)?.message).toMatch(/Data\/Disk\.img and Data\/disk\.img/);
      expect(namesOn(exfat.folder)).toEqual([]);
    },
  );

  const xfsReason = missingForVolume('xfs');
  it.skipIf(xfsReason !== '')(
    `attributes of 64 KiB keeps them where they fit${skippedFor(xfsReason)}`,
    async () => {
      const xfs = volume('xfs', 320);
      const source = join(xfs.folder, 'Guest.utm');
      mkdirSync(source);
      writeFileSync(join(source, 'file'), 'content');
      const value = 'v'.repeat(65_536);
      // Too long for a command line, so it is restored from a dump.
      const dump = `# file: ${join(source, 'file').slice(1)}\nuser.big="${value}"\n`;
      execFileSync('setfattr', ['--restore=-'], { input: dump, cwd: '/' });
      mkdirSync(join(xfs.folder, 'there'));
      const run = await runFerry(['copy', source, join(xfs.folder, 'there'), '--holes', 'scan', '--json']);
      expect(run.exitCode).toBe(0);
      const kept = execFileSync(
        'getfattr',
        ['--only-values', '-n', 'user.big', '--absolute-names', join(xfs.folder, 'there/Guest.utm/file')],
        { encoding: 'utf8' },
      );
      expect(kept).toBe(value);
    },
  );

  it.skipIf(xfsReason !== '')(
    `a file of 8 EiB is refused, one of 8 PiB copied, at once and in little memory${skippedFor(xfsReason)}`,
    async () => {
      const [from, into] = [volume('xfs', 320), volume('xfs', 320)];
      const source = join(from.folder, 'Guest.utm');
      mkdirSync(source);
      const image = join(source, 'disk.img');
      closeSync(openSync(image, 'wx'));
      execFileSync('truncate', ['-s', '8191P', image]);
      const refused = await runFerry(['copy', source, into.folder, '--json']);
      expect(refused.lines.at(-1)).toMatchObject({ code: 'FILE_TOO_LONG', exitCode: 3 });
      truncateSync(image, 0);
      truncateSync(image, Number.MAX_SAFE_INTEGER);
      const fd = openSync(image, 'r+');
      writeSync(fd, 'the end', 2 ** 52);
      closeSync(fd);
      const run = await runFerry(['copy', source, into.folder, '--verify', '--json']);
      expect(run.exitCode, run.stdout).toBe(0);
      expect(compareTrees(source, join(into.folder, 'Guest.utm'))).toEqual([]);
      expect(namesOn(into.folder)).toEqual(['Guest.utm']);
    },
  );

  it('folders 100 deep, and long names, is copied', async () => {
    let folder = join(bundle, 'Data');
    for (let i = 0; i < 100; i++) {
      folder = join(folder, `level-${i}-`.padEnd(20, 'x'));
      mkdirSync(folder);
    }
    writeFileSync(join(folder, 'x'.repeat(255)), 'deep');
    const run = await copy('--verify');
    expect(run.exitCode, run.stdout.slice(-500)).toBe(0);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('paths longer than the system takes is refused or fails with the path, ends, and leaves nothing under the name', async () => {
    // Made from inside: no single path leads there.
    const script = `const { mkdirSync, writeFileSync } = require('node:fs');
      for (let i = 0; i < 40; i++) { mkdirSync('y'.repeat(200)); process.chdir('y'.repeat(200)); }
      writeFileSync('file', 'deep');`;
    execFileSync(process.execPath, ['-e', script], { cwd: join(bundle, 'Data') });
    const run = await copy();
    expect(run.lines.at(-1)).toMatchObject({ type: 'error', errno: 'ENAMETOOLONG', exitCode: 5 });
    expect(readdirSync(target)).toEqual([]);
    execFileSync('rm', ['-rf', bundle]);
  });

  it('a link or a pipe as its config is no VM, and is copied or refused by name without waiting', async () => {
    execFileSync('rm', [join(bundle, 'config.plist')]);
    execFileSync('ln', ['-s', '/dev/zero', join(bundle, 'config.plist')]);
    expect((await copy()).exitCode).toBe(0);
    expect(lstatSync(join(target, 'Guest.utm/config.plist')).isSymbolicLink()).toBe(true);
    execFileSync('rm', [join(bundle, 'config.plist')]);
    execFileSync('mkfifo', [join(bundle, 'config.plist')]);
    const run = await copy('--name', 'Other');
    expect(run.lines.at(-1)).toMatchObject({ code: 'ENTRY_NOT_SUPPORTED', exitCode: 3 });
  });

  it('a pipe that takes a file’s place during the scan does not make it wait', async () => {
    const image = join(bundle, 'Data/disk.img');
    const swap = `while :; do printf x >"$1.new"; mv -f "$1.new" "$1"; mkfifo "$1.pipe"; mv -f "$1.pipe" "$1"; done`;
    writeFileSync(image, 'x');
    const swapper = spawn('sh', ['-c', swap, 'sh', image], { stdio: 'ignore' });
    for (let i = 0; i < 8; i++) expect([0, 3, 5]).toContain((await copy('--name', `Copy ${i}`)).exitCode);
    swapper.kill('SIGKILL');
    await once(swapper, 'exit');
  }, 60_000);
});

describe('a bundle with very many files', () => {
  const files = process.env.VM_FERRY_NIGHTLY === '1' ? 100_000 : 5_000;

  it(`(${files.toLocaleString('en')}) is copied and verified in bounded memory, with few descriptors`, async () => {
    for (let i = 0; i < files; i++) {
      if (i % 1000 === 0) mkdirSync(join(bundle, `Data/${i / 1000}`));
      writeFileSync(join(bundle, `Data/${Math.floor(i / 1000)}/file-${i}`), i % 3 === 0 ? `${i}` : '');
    }
    const { child, ended } = startFerry(['copy', bundle, target, '--verify', '--quiet']);
    const peak = await peakMemoryOf(child, ended);
    expect((await ended).exitCode).toBe(0);
    console.log(
      `adversarial: ${files} files, ${Math.round(peak.residentBytes / 2 ** 20)} MiB of memory, ${peak.descriptors} descriptors`,
    );
    // The list of entries is held, about 500 bytes each; beyond it memory must not grow with the number of files.
    expect(peak.residentBytes).toBeLessThan(300 * 2 ** 20 + files * 6000);
    expect(peak.descriptors).toBeLessThan(100);
    expect(compareTrees(bundle, join(target, 'Guest.utm'), { metadata: false, holes: false })).toEqual([]);
    expect(existsSync(join(target, 'Guest.utm'))).toBe(true);
  }, 600_000);
});
