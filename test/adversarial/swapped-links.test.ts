import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { copyBundle } from '../../engine/copy/copy-bundle.ts';
import type { CopyRequest } from '../../engine/copy/copy-request.ts';
import { openFileSystem } from '../../engine/system/open-file-system.ts';
import { type CallAhead, faultyFileSystem } from '../support/faulty-file-system.ts';
import { missingForVolume, skippedFor, useLoopVolumes } from '../support/loop-volume.ts';
import { runFerry } from '../support/run-ferry.ts';
import { rememberingObserver } from '../support/silent-observer.ts';
import { startSwapper } from '../support/swapper.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { trust } from '../support/trust-report.ts';

/*
 * Somebody swaps parts of the bundle, or of the unfinished copy, for links to elsewhere while it is copied: between any two
 * calls of ours, and from a process of their own. Nothing of elsewhere may come into the copy, and nothing may be written
 * or removed there.
 */
const theirs = ['config.plist', 'a.img', 'b.img', 'c.img'];
const secret = 'the secret of somebody else';
let home: string;
let bundle: string;
let target: string;
let elsewhere: string;

beforeEach(() => {
  home = makeTempFolder();
  [bundle, target, elsewhere] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'elsewhere')];
  makeBundle(bundle);
  for (const folder of [target, elsewhere]) mkdirSync(folder);
  for (const name of theirs) writeFileSync(join(elsewhere, name), secret);
  // With the bundle's own folder names, so that what goes astray has somewhere to go.
  mkdirSync(join(elsewhere, 'Data'));
});

function makeBundle(path: string): void {
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeFileSync(join(path, 'config.plist'), 'config');
  for (const name of ['a.img', 'b.img', 'c.img'])
    writeFileSync(join(path, 'Data', name), name.repeat(20_000));
}

/** What must hold whatever was swapped. */
function expectNoSecretIn(folder: string): void {
  const found = spawnSync('grep', ['-rlF', '--', secret, folder], { encoding: 'utf8' });
  expect([found.status, found.stdout]).toEqual([1, '']);
  expect(strangers()).toEqual([]);
  for (const name of theirs) expect(readFileSync(join(elsewhere, name), 'utf8')).toBe(secret);
  trust('hostileBundles');
  trust('checks');
}

/** What has come to be in the folder of somebody else. */
function strangers(): string[] {
  const names = readdirSync(elsewhere, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name !== 'Data' && !theirs.includes(name));
}

const requestOf = (change: Partial<CopyRequest>): CopyRequest => ({
  id: 'test',
  source: bundle,
  targetFolder: target,
  verify: false,
  allowExpansion: false,
  dryRun: false,
  ...change,
});

/** Copies in this process; before its call number `at` something happens once. Undefined: there was no such call. */
function copyWith(
  at: number,
  request: CopyRequest,
  happen: (call: CallAhead) => void,
): 'copied' | 'failed' | undefined {
  let hasHappened = false;
  const { fileSystem } = openFileSystem();
  // Who holds it is said here, as looking through all processes takes most of the time of so small a copy.
  const guest = { pid: 1, name: 'guest', path: join(bundle, 'Data/a.img'), access: 'write' } as const;
  fileSystem.readHolders = () => (request.evenIfRunning === true ? [guest] : []);
  const watched = faultyFileSystem(fileSystem, (call) => {
    if (call.number !== at) return;
    hasHappened = true;
    happen(call);
  });
  let outcome: 'copied' | 'failed' = 'copied';
  try {
    copyBundle(watched, request, rememberingObserver(), undefined);
  } catch {
    outcome = 'failed';
  }
  return hasHappened ? outcome : undefined;
}

describe('a folder of the bundle that is swapped for a link', () => {
  it.each([false, true])(
    'before any call brings nothing in from there (in use: %s)',
    (evenIfRunning) => {
      for (let at = 1; ; at++) {
        const [away, folder] = [join(home, 'away'), join(bundle, 'Data')];
        const outcome = copyWith(at, requestOf({ evenIfRunning }), () => {
          renameSync(folder, away);
          symlinkSync(elsewhere, folder);
        });
        const copy = join(target, 'Guest.utm');
        if (outcome === undefined) break;
        // A link that was there from the start is copied as a link; what it leads to is not looked at.
        if (
          outcome === 'copied' &&
          existsSync(copy) &&
          readdirSync(copy, { withFileTypes: true }).some((entry) => entry.isDirectory())
        )
          expect(readFileSync(join(copy, 'Data/a.img'), 'utf8')).toBe('a.img'.repeat(20_000));
        execFileSync('rm', ['-f', folder]);
        renameSync(away, folder);
        expectNoSecretIn(target);
        execFileSync('find', [target, '-mindepth', '1', '-delete']);
      }
    },
    120_000,
  );
});

describe('a file of the bundle that is swapped for a link', () => {
  it('before any call brings nothing in from there', () => {
    for (let at = 1; ; at++) {
      const [away, file] = [join(home, 'away'), join(bundle, 'Data/b.img')];
      const outcome = copyWith(at, requestOf({}), () => {
        renameSync(file, away);
        symlinkSync(join(elsewhere, 'b.img'), file);
      });
      if (outcome === undefined) break;
      execFileSync('rm', ['-f', file]);
      renameSync(away, file);
      expectNoSecretIn(target);
      execFileSync('find', [target, '-mindepth', '1', '-delete']);
    }
  }, 120_000);
});

describe('an unfinished copy that is swapped for a link', () => {
  it('before it gets its name writes nothing more than one file there, replaces nothing, and never gets the name', () => {
    for (let at = 1; ; at++) {
      const staging = join(target, '.Guest.utm.ferry-test');
      let isSwapped = false;
      const outcome = copyWith(at, requestOf({ keepUnfinished: true }), () => {
        if (!existsSync(staging)) return;
        isSwapped = true;
        renameSync(staging, join(home, 'away'));
        symlinkSync(elsewhere, staging);
      });
      if (outcome === undefined) break;
      if (isSwapped) {
        // Between our look and the next call a name can still be swapped: at most that one call goes astray.
        const strange = strangers();
        expect(strange.length).toBeLessThanOrEqual(1);
        expect(lstatSync(join(target, 'Guest.utm'), { throwIfNoEntry: false })?.isSymbolicLink()).not.toBe(
          true,
        );
        execFileSync('rm', ['-rf', '--', ...strange.map((name) => join(elsewhere, name))]);
        expectNoSecretIn(target);
      }
      execFileSync('rm', ['-rf', join(home, 'away')]);
      execFileSync('find', [target, '-mindepth', '1', '-delete']);
    }
  }, 120_000);
});

describe('a process that swaps a folder for a link and back all the time', () => {
  const volume = useLoopVolumes();
  const reason = missingForVolume('btrfs');

  it('brings nothing in from there, ends, and leaves nothing but a whole copy', async () => {
    const stop = await startSwapper(join(bundle, 'Data'), elsewhere);
    for (let i = 0; i < 12; i++) {
      const run = await runFerry(['copy', bundle, target, '--name', `Copy ${i}`, '--json']);
      expect([0, 5], run.stdout).toContain(run.exitCode);
      expectNoSecretIn(target);
    }
    await stop();
    expect(readdirSync(target).filter((name) => name.startsWith('.') && !name.includes('ferry'))).toEqual([]);
  }, 120_000);

  it.skipIf(reason !== '')(
    `brings nothing into a snapshot either${skippedFor(reason)}`,
    async () => {
      const btrfs = volume('btrfs', 320);
      const source = join(btrfs.folder, 'Guest.utm');
      makeBundle(source);
      execFileSync('cp', ['-r', elsewhere, join(btrfs.folder, 'elsewhere')]);
      const stop = await startSwapper(join(source, 'Data'), join(btrfs.folder, 'elsewhere'));
      for (let i = 0; i < 12; i++) {
        const run = await runFerry(['copy', source, target, '--name', `Copy ${i}`, '--json']);
        expect([0, 5], run.stdout).toContain(run.exitCode);
        expectNoSecretIn(target);
      }
      await stop();
    },
    120_000,
  );
});
