import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileSystem } from '../../engine/system/file-system.ts';
import { LinuxFileSystem } from '../../engine/system/linux/linux-file-system.ts';
import { MacosFileSystem } from '../../engine/system/macos/macos-file-system.ts';
import { bootGuest, holdGuest, makeLinuxGuest, missingForGuest } from '../support/linux-guest.ts';
import { missingForVolume, namesOn, skippedFor, useLoopVolumes } from '../support/loop-volume.ts';
import { plistDifferences } from '../support/plist-differences.ts';
import { runFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { loadStandIn, missingForStandIn } from '../support/stand-in-libc.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const reason = missingForGuest() || missingForVolume('xfs');
const volume = useLoopVolumes();
const content = new SeededRandom(testSeed()).bytes(3_000_000);
const sum = createHash('md5').update(content).digest('hex');
let home: string;
let bundle: string;
let target: string;
let held: Awaited<ReturnType<typeof holdGuest>> | undefined;

beforeEach(() => {
  home = makeTempFolder();
  bundle = join(home, 'Guest.utm');
  target = join(home, 'target');
  mkdirSync(target);
});
afterEach(async () => {
  await held?.end();
  held = undefined;
});

describe.skipIf(reason !== '')(`a real guest${skippedFor(reason)}`, () => {
  it('boots from its copy on another volume, with what it had written, and from its source as before', async () => {
    const xfs = volume('xfs', 700);
    makeLinuxGuest(bundle, content, 4 * 2 ** 30);
    expect(await bootGuest(bundle)).toEqual({ boots: 1, sum });
    const run = await runFerry(['copy', '--verify', bundle, xfs.folder, '--json']);
    expect(run.lines.at(-1)).toMatchObject({ type: 'result', isVerified: true, method: 'sparse' });
    const copy = join(xfs.folder, 'Guest.utm');
    execFileSync('e2fsck', ['-fn', join(copy, 'Data/disk.img')], { stdio: 'pipe' });
    expect(await bootGuest(copy)).toEqual({ boots: 2, sum });
    expect(await bootGuest(bundle)).toEqual({ boots: 2, sum });
  });

  it('boots after a move, and as another machine after a copy with a new identity', async () => {
    const xfs = volume('xfs', 700);
    makeLinuxGuest(bundle, content, 2 ** 30);
    const config = readFileSync(join(bundle, 'config.plist'), 'utf8');
    const twin = await runFerry(['copy', '--new-identity', bundle, target, '--json']);
    expect(twin.lines.at(-1)).toMatchObject({ target: join(target, 'Guest 2.utm') });
    expect(await bootGuest(join(target, 'Guest 2.utm'))).toEqual({ boots: 1, sum });
    const changed = readFileSync(join(target, 'Guest 2.utm/config.plist'), 'utf8');
    expect(plistDifferences(config, changed).sort()).toEqual([
      'Information/Name',
      'Information/UUID',
      'Network/0/MacAddress',
      'Network/1/MacAddress',
    ]);
    const moved = await runFerry(['move', '--remove', 'delete', bundle, xfs.folder]);
    expect(moved.stdout).toContain('1. Remove the old entry');
    expect(namesOn(home)).toEqual(['target']);
    expect(await bootGuest(join(xfs.folder, 'Guest.utm'))).toEqual({ boots: 1, sum });
    expect(readFileSync(join(xfs.folder, 'Guest.utm/config.plist'), 'utf8')).toBe(config);
  });

  it('that runs is neither copied nor moved, and named; when it has ended, it is', async () => {
    makeLinuxGuest(bundle, content, 2 ** 30);
    held = await holdGuest(bundle);
    const image = join(bundle, 'Data/disk.img');
    for (const verb of ['copy', 'move']) {
      const run = await runFerry([verb, bundle, target, '--json']);
      expect(run.exitCode).toBe(3);
      expect(run.lines.at(-1)).toMatchObject({ code: 'VM_RUNNING', path: image });
      expect(run.lines.at(-1)?.message).toMatch(
        new RegExp(`in use by qemu-\\S+ \\(process ${held.child.pid}\\)`),
      );
    }
    expect(namesOn(target)).toEqual([]);
    expect((await runFerry(['inspect', bundle])).stdout).toMatch(/State +running, or open: .*qemu-system/);
    const worth = await runFerry(['copy', '--even-if-running', bundle, target, '--name', 'Running']);
    expect(worth.exitCode).toBe(0);
    expect(worth.stderr).toContain('is in use by qemu');
    await held.end();
    expect((await runFerry(['copy', bundle, target])).exitCode).toBe(0);
    expect(await bootGuest(join(target, 'Guest.utm'))).toEqual({ boots: 1, sum });
  });

  const systems: [string, () => FileSystem, string][] = [
    ['Linux', () => new LinuxFileSystem(), ''],
    [
      'macOS through the stand-in',
      () => new MacosFileSystem(loadStandIn('arm64').calls),
      missingForStandIn(),
    ],
  ];
  it.each(systems)('that runs shows by its lock alone, on %s', async (_name, open, why) => {
    expect(why).toBe('');
    makeLinuxGuest(bundle, content, 2 ** 30);
    const system = open();
    const lock = () => {
      const file = system.openForReading(join(bundle, 'Data/disk.img'));
      try {
        return file.readLock();
      } finally {
        file.close();
      }
    };
    expect(lock()).toBe('free');
    held = await holdGuest(bundle);
    expect(lock()).toBe('locked');
    await held.end();
    expect(lock()).toBe('free');
  });

  it('keeps the snapshots inside its qcow2, and the one of a suspended machine is noticed', async () => {
    const image = join(bundle, 'Data/disk.qcow2');
    mkdirSync(join(bundle, 'Data'), { recursive: true });
    writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
    const raw = join(home, 'raw.img');
    writeFileSync(raw, content);
    execFileSync('qemu-img', ['convert', '-O', 'qcow2', raw, image]);
    execFileSync('qemu-img', ['snapshot', '-c', 'before update', image]);
    execFileSync('qemu-img', ['snapshot', '-c', 'suspend', image]);
    const run = await runFerry(['copy', '--verify', bundle, target]);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('The VM is suspended');
    const copy = join(target, 'Guest.utm/Data/disk.qcow2');
    execFileSync('qemu-img', ['check', copy], { stdio: 'pipe' });
    const list = (path: string) => execFileSync('qemu-img', ['snapshot', '-l', path], { encoding: 'utf8' });
    expect(list(copy)).toBe(list(image));
    expect(list(copy)).toContain('before update');
    // The state kept in the snapshot, not only its name.
    for (const path of [image, copy]) execFileSync('qemu-img', ['snapshot', '-a', 'before update', path]);
    execFileSync('qemu-img', ['compare', raw, copy], { stdio: 'pipe' });
    const seen = await runFerry(['inspect', bundle]);
    expect(seen.stdout).toContain('2 snapshots inside: before update, suspend');
    rmSync(raw);
  });
});
