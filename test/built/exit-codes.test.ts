import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ferryPath, runFerry, startFerry } from '../support/run-ferry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { until } from '../support/watch-staging.ts';

/*
 * The published exit codes, each provoked for real through the built command line. Codes 4, 6 and 8 need
 * volumes that are full, read-only or poor in attributes: see test/volumes.
 */
let folder: string;
let target: string;
let bundle: string;

beforeEach(() => {
  folder = makeTempFolder();
  target = join(folder, 'target');
  bundle = join(folder, 'Guest.utm');
  mkdirSync(target);
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  writeFileSync(join(bundle, 'Data/disk.img'), 'x'.repeat(100_000));
});

const left = () => readdirSync(target);

describe('ferry copy answers', () => {
  it('0 when the copy is there, with one result line for programs', async () => {
    const run = await runFerry(['copy', bundle, target, '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.lines.map((line) => line.type).filter((type) => type !== 'progress')).toEqual([
      'plan',
      'result',
    ]);
    expect(run.lines.every((line) => line.v === 1)).toBe(true);
    expect(readFileSync(join(target, 'Guest.utm/Data/disk.img'))).toEqual(
      readFileSync(join(bundle, 'Data/disk.img')),
    );
    expect(left()).toEqual(['Guest.utm']);
  });

  it('1 when its own native part is missing, and says how to go on', async () => {
    const lonely = join(folder, 'ferry.mjs');
    copyFileSync(ferryPath, lonely);
    // In a folder outside of the repository nothing resolves to koffi.
    const outside = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
    copyFileSync(lonely, join(outside, 'ferry.mjs'));
    let output = '';
    let status = 0;
    try {
      execFileSync(process.execPath, [join(outside, 'ferry.mjs'), 'copy', bundle, target, '--json'], {
        encoding: 'utf8',
        stdio: 'pipe',
        env: { PATH: process.env.PATH, HOME: outside },
      });
    } catch (thrown) {
      ({ stdout: output, status } = thrown as { stdout: string; status: number });
    } finally {
      rmSync(outside, { recursive: true });
    }
    expect(status).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ type: 'error', code: 'NATIVE_UNAVAILABLE', exitCode: 1 });
    expect(left()).toEqual([]);
  });

  it.each([
    ['no words', ['copy']],
    ['a source without a folder', ['copy', 'A.utm']],
    ['an unknown option', ['copy', 'A.utm', '.', '--fast']],
    ['an unknown policy', ['copy', 'A.utm', '.', '--holes', 'guess']],
    ['one name for two sources', ['copy', 'A.utm', 'B.utm', '.', '--name', 'C']],
    ['an unknown command', ['teleport']],
  ])('2 to %s', async (_what, words) => {
    const run = await runFerry(words, { cwd: folder });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('--help');
  });

  it('2 to a name that no file can have', async () => {
    const run = await runFerry(['copy', bundle, target, '--name', 'a/b', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.lines.at(-1)).toMatchObject({ type: 'error', code: 'NAME_NOT_ALLOWED' });
  });

  it('3 when the name is taken, and leaves what has it alone', async () => {
    mkdirSync(join(target, 'Guest.utm'));
    writeFileSync(join(target, 'Guest.utm/mine'), 'mine');
    const run = await runFerry(['copy', bundle, target, '--json']);
    expect(run.exitCode).toBe(3);
    expect(run.lines.at(-1)).toMatchObject({
      type: 'error',
      code: 'TARGET_EXISTS',
      path: join(target, 'Guest.utm'),
    });
    expect(readdirSync(join(target, 'Guest.utm'))).toEqual(['mine']);
    expect((await runFerry(['copy', bundle, target, '--name', 'Second'])).exitCode).toBe(0);
    expect(left().sort()).toEqual(['Guest.utm', 'Second.utm']);
  });

  it('3 when the target folder is inside the source, also by another path', async () => {
    symlinkSync(join(bundle, 'Data'), join(folder, 'shortcut'));
    const run = await runFerry(['copy', bundle, join(folder, 'shortcut'), '--json']);
    expect(run.exitCode).toBe(3);
    expect(run.lines.at(-1)).toMatchObject({ code: 'TARGET_INSIDE_SOURCE' });
    expect(readdirSync(join(bundle, 'Data'))).toEqual(['disk.img']);
  });

  it('3 when the target folder does not exist, and does not create it', async () => {
    const run = await runFerry(['copy', bundle, join(folder, 'T9'), '--json']);
    expect(run.exitCode).toBe(3);
    expect(run.lines.at(-1)).toMatchObject({ code: 'TARGET_MISSING' });
    expect(readdirSync(folder)).not.toContain('T9');
  });

  it('3 to a FIFO in the bundle, by its name', async () => {
    execFileSync('mkfifo', [join(bundle, 'Data/pipe')]);
    const run = await runFerry(['copy', bundle, target, '--json']);
    expect(run.exitCode).toBe(3);
    expect(run.lines.at(-1)).toMatchObject({ code: 'ENTRY_NOT_SUPPORTED', path: join(bundle, 'Data/pipe') });
    expect(left()).toEqual([]);
  });

  it('5 when there is no source, with its path', async () => {
    const run = await runFerry(['copy', join(folder, 'Gone.utm'), target, '--json']);
    expect(run.exitCode).toBe(5);
    expect(run.lines.at(-1)).toMatchObject({ code: 'SOURCE_MISSING', path: join(folder, 'Gone.utm') });
  });

  it('5 when a file changes while others are copied, and leaves no target', async () => {
    writeFileSync(join(bundle, 'Data/a-first.img'), 'y'.repeat(1000));
    writeFileSync(join(bundle, 'Data/z-large.img'), Buffer.alloc(600 * 2 ** 20, 7));
    const { child, ended } = startFerry(['copy', bundle, target, '--no-snapshot', '--json']);
    // Frozen in the middle of the copy, so that a busy machine cannot end it before the file has changed.
    await until(() => left().some((name) => name.startsWith('.Guest.utm.ferry-')));
    child.kill('SIGSTOP');
    writeFileSync(join(bundle, 'Data/a-first.img'), 'z'.repeat(1000));
    child.kill('SIGCONT');
    const run = await ended;
    expect(run.exitCode).toBe(5);
    expect(run.lines.at(-1)).toMatchObject({ code: 'SOURCE_CHANGED' });
    expect(left()).toEqual([]);
  });

  it('7 when the copy is not what was read, and leaves no target', async () => {
    writeFileSync(join(bundle, 'Data/z-large.img'), Buffer.alloc(400 * 2 ** 20, 7));
    const { child, ended } = startFerry(['copy', bundle, target, '--verify', '--json']);
    let isSpoilt = false;
    const spoil = setInterval(() => {
      const staging = left().find((name) => name.startsWith('.Guest.utm.ferry-'));
      if (isSpoilt || staging === undefined || !existsSync(join(target, staging, 'Data/z-large.img'))) return;
      writeFileSync(join(target, staging, 'Data/disk.img'), 'y'.repeat(100_000));
      isSpoilt = true;
    }, 5);
    const run = await ended;
    clearInterval(spoil);
    expect(isSpoilt).toBe(true);
    expect(run.exitCode).toBe(7);
    expect(run.lines.at(-1)).toMatchObject({
      code: 'COPY_DIFFERS',
      path: join(target, 'Guest.utm/Data/disk.img'),
    });
    expect(left()).toEqual([]);
    child.kill();
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('130 to %s, and leaves nothing behind', async (signal) => {
    writeFileSync(join(bundle, 'Data/z-large.img'), Buffer.alloc(600 * 2 ** 20, 7));
    const { child, ended } = startFerry(['copy', bundle, target, '--json']);
    child.stdout?.once('data', () => child.kill(signal));
    const run = await ended;
    expect(run.exitCode).toBe(130);
    expect(run.lines.at(-1)).toMatchObject({ code: 'CANCELLED' });
    expect(left()).toEqual([]);
  });

  it('the first failure of several, and copies the others all the same', async () => {
    const run = await runFerry(['copy', join(folder, 'Gone.utm'), bundle, target, '--json']);
    expect(run.exitCode).toBe(5);
    expect(left()).toEqual(['Guest.utm']);
  });
});

describe('ferry verify answers', () => {
  it('0 for an equal copy and 7 with the names for one that differs', async () => {
    await runFerry(['copy', bundle, target]);
    const copy = join(target, 'Guest.utm');
    expect((await runFerry(['verify', bundle, copy])).exitCode).toBe(0);
    writeFileSync(join(copy, 'Data/disk.img'), 'y'.repeat(100_000));
    writeFileSync(join(copy, 'extra'), '');
    const run = await runFerry(['verify', bundle, copy, '--json']);
    expect(run.exitCode).toBe(7);
    expect(run.lines.at(-1)?.differences).toEqual([
      { relativePath: 'Data/disk.img', what: 'content', position: 0 },
      { relativePath: 'extra', what: 'extra' },
    ]);
  });

  it('5 when there is no source and 3 when there is no copy, with the path', async () => {
    const gone = join(folder, 'Gone.utm');
    const noSource = await runFerry(['verify', gone, bundle, '--json']);
    expect(noSource.exitCode).toBe(5);
    expect(noSource.lines.at(-1)).toMatchObject({ code: 'SOURCE_MISSING', path: gone });
    const noCopy = await runFerry(['verify', bundle, gone, '--json']);
    expect(noCopy.exitCode).toBe(3);
    expect(noCopy.lines.at(-1)).toMatchObject({ code: 'TARGET_MISSING', path: gone });
  });
});
