import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statfsSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareTrees, dataOf } from '../support/compare-trees.ts';
import {
  type LoopVolume,
  makeLoopVolume,
  missingForVolume,
  type VolumeKind,
} from '../support/loop-volume.ts';
import { runFerry } from '../support/run-ferry.ts';
import { makeSampleBundle, writeSparseFixture } from '../support/sample-bundle.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';

/** One of Apple's copyfile tests, darwin-abi.md §2.6. Places and lengths are in blocks. */
interface AppleScenario {
  readonly name: string;
  /** Blocks that begin with a byte of data. */
  readonly data: readonly number[];
  readonly length: number;
  readonly moreBytes?: number;
  readonly punched: readonly (readonly [number, number])[];
}
const appleScenarios: readonly AppleScenario[] = [
  {
    name: 'start_and_end_holes',
    data: [1],
    length: 3,
    punched: [
      [0, 1],
      [2, 3],
    ],
  },
  { name: 'middle_hole', data: [0, 4], length: 5, punched: [[1, 4]] },
  {
    name: 'start_and_middle_holes',
    data: [16, 32],
    length: 32,
    moreBytes: 1,
    punched: [
      [0, 16],
      [17, 32],
    ],
  },
  {
    name: 'middle_and_end_holes',
    data: [0, 16],
    length: 32,
    punched: [
      [1, 16],
      [17, 32],
    ],
  },
  { name: 'end_hole', data: [0], length: 16, punched: [[1, 16]] },
  { name: 'start_hole', data: [16], length: 16, moreBytes: 1, punched: [[0, 16]] },
  { name: 'no_sparse', data: [0], length: 0, moreBytes: 1, punched: [] },
  { name: 'sparse_odd_offset', data: [1], length: 1, moreBytes: 1, punched: [[0, 1]] },
  { name: 'sparse_bs_offset', data: [1], length: 2, moreBytes: 1, punched: [[0, 1]] },
  {
    name: 'diff_adj_holes',
    data: [0, 3],
    length: 4,
    punched: [
      [1, 2],
      [2, 3],
    ],
  },
  { name: 'write_nothing', data: [], length: 0, punched: [] },
];

/** As Apple's tests make theirs: everything allocated, then punched, so that the holes are not merely unwritten. */
function makeApple(path: string, scenario: AppleScenario, block: number): void {
  const { data, length, moreBytes = 0, punched } = scenario;
  const content = Buffer.alloc(length * block + moreBytes);
  for (const at of data) content[at * block] = 0x6a;
  writeFileSync(path, content);
  for (const [start, end] of punched)
    execFileSync('fallocate', ['-p', '-o', `${start * block}`, '-l', `${(end - start) * block}`, path]);
}

const kinds: readonly VolumeKind[] = ['ext4', 'ext4-1k', 'xfs', 'btrfs', 'tmpfs'];

/** ext4 on the repository's volume and every other kind on a loop volume of its own, in both directions. */
describe.each(kinds)(`between the repository's volume and %s (seed ${testSeed()})`, (kind) => {
  const reason = missingForVolume(kind);
  let volume: LoopVolume;
  let home: { folder: string; dispose: () => void };

  beforeAll(() => {
    if (reason !== '') return;
    volume = makeLoopVolume(kind, 600);
    home = makeKeptFolder();
    makeSampleBundle(join(home.folder, 'Guest.utm'), new SeededRandom(testSeed()));
    mkdirSync(join(home.folder, 'back'));
  });
  afterAll(() => {
    volume?.dispose();
    home?.dispose();
  });

  it.skipIf(reason !== '')(
    `copies bytes, holes and metadata there and back${reason && ` (skipped: ${reason})`}`,
    async () => {
      const there = await runFerry([
        'copy',
        join(home.folder, 'Guest.utm'),
        volume.folder,
        '--verify',
        '--json',
      ]);
      expect(there.lines.at(-1)).toMatchObject({
        type: 'result',
        isVerified: true,
        method: 'sparse',
        metadataLosses: [],
      });
      expect(there.exitCode).toBe(0);
      // Holes may be finer than on the source only where blocks are smaller, which they are not in our fixtures.
      expect(compareTrees(join(home.folder, 'Guest.utm'), join(volume.folder, 'Guest.utm'))).toEqual([]);
      const back = await runFerry([
        'copy',
        join(volume.folder, 'Guest.utm'),
        join(home.folder, 'back'),
        '--json',
      ]);
      expect(back.exitCode).toBe(0);
      expect(compareTrees(join(home.folder, 'Guest.utm'), join(home.folder, 'back/Guest.utm'))).toEqual([]);
      expect(readdirSync(volume.folder).filter((name) => name.startsWith('.'))).toEqual([]);
    },
  );

  it.skipIf(reason !== '')(
    `keeps the holes of Apple's own sparse tests${reason && ` (skipped: ${reason})`}`,
    async () => {
      const block = statfsSync(volume.folder).bsize;
      const folder = join(volume.folder, 'apple');
      // sparse_recursive: one sparse file at the top and one below.
      mkdirSync(join(folder, 'below'), { recursive: true });
      for (const scenario of appleScenarios) makeApple(join(folder, scenario.name), scenario, block);
      for (const scenario of appleScenarios.filter(({ name }) => name === 'middle_hole'))
        makeApple(join(folder, 'below', scenario.name), scenario, block);
      // To the repository's volume, and beside itself: only there are holes of 1 KiB blocks comparable.
      const beside = join(volume.folder, 'beside');
      mkdirSync(beside);
      for (const target of [join(home.folder, 'back'), beside]) {
        const isAsFine = block >= statfsSync(target).bsize;
        const run = await runFerry(['copy', folder, target, '--verify', '--json']);
        expect(run.exitCode).toBe(0);
        expect(compareTrees(folder, join(target, 'apple'), { holes: isAsFine })).toEqual([]);
        if (!isAsFine) continue;
        for (const { name, data } of appleScenarios) {
          const copy = join(target, 'apple', name);
          expect(statSync(copy).blocks, name).toBeLessThanOrEqual(statSync(join(folder, name)).blocks);
          expect(
            dataOf(copy).map(([start]) => start / block),
            name,
          ).toEqual(data);
        }
      }
    },
  );

  it.skipIf(reason !== '')(
    `keeps the holes of Apple's own tests of cp${reason && ` (skipped: ${reason})`}`,
    async () => {
      const folder = join(volume.folder, 'cp');
      mkdirSync(folder);
      const MiB = 2 ** 20;
      const cases: Readonly<Record<string, readonly [number, readonly number[]]>> = {
        'leading hole': [17, [16]],
        'data between holes': [67, [16, 33, 50]],
        'only a hole': [16, []],
        'trailing hole': [17, [0]],
      };
      for (const [name, [length, data]] of Object.entries(cases))
        writeSparseFixture(join(folder, name), {
          shape: 'edges',
          logicalBytes: length * MiB,
          written: [],
          pieces: data.map((at) => ({ start: at * MiB, bytes: new SeededRandom(at).bytes(MiB) })),
        });
      expect((await runFerry(['copy', folder, join(home.folder, 'back')])).exitCode).toBe(0);
      const copy = join(home.folder, 'back/cp');
      expect(compareTrees(folder, copy)).toEqual([]);
      for (const [name, [, data]] of Object.entries(cases))
        expect(dataOf(join(copy, name)), name).toEqual(data.map((at) => [at * MiB, (at + 1) * MiB]));
    },
  );
});

describe.each<VolumeKind>(['xfs', 'btrfs'])('on one volume of %s', (kind) => {
  const reason = missingForVolume(kind);
  let volume: LoopVolume;
  beforeAll(() => {
    if (reason === '') volume = makeLoopVolume(kind, 600);
  });
  afterAll(() => volume?.dispose());

  it.skipIf(reason !== '')(
    `a copy is a clone: no space, shared blocks, independent content${reason && ` (skipped: ${reason})`}`,
    async () => {
      const bundle = join(volume.folder, 'Guest.utm');
      mkdirSync(join(bundle, 'Data'), { recursive: true });
      mkdirSync(join(volume.folder, 'target'));
      const image = join(bundle, 'Data/disk.img');
      const piece = new SeededRandom(1).bytes(2 ** 20);
      // At its full length from the start: XFS allocates ahead of what is appended, and a clone leaves that out.
      const whole = openSync(image, 'wx');
      ftruncateSync(whole, 2 ** 32);
      for (let i = 0; i < 256; i++) writeSync(whole, piece, 0, piece.length, i * piece.length);
      closeSync(whole);
      const free = () => {
        execFileSync('sync', ['-f', volume.folder]);
        const { bfree, bsize } = statfsSync(volume.folder);
        return bfree * bsize;
      };
      const before = free();
      const run = await runFerry(['copy', bundle, join(volume.folder, 'target'), '--verify', '--json']);
      expect(run.lines.at(-1)).toMatchObject({
        method: 'clone',
        clonedFiles: 1,
        copiedBytes: 0,
        isVerified: true,
      });
      expect(before - free()).toBeLessThan(2 ** 20);
      const copy = join(volume.folder, 'target/Guest.utm/Data/disk.img');
      const extents = extentFlagsOf(copy);
      expect(extents.length).toBeGreaterThan(0);
      expect(extents.filter((flags) => !flags.includes('shared'))).toEqual([]);
      expect(compareTrees(bundle, join(volume.folder, 'target/Guest.utm'))).toEqual([]);
      const content = digestOfStart(image);
      const fd = openSync(copy, 'r+');
      for (const at of [0, 100 * 2 ** 20 + 1]) writeSync(fd, Buffer.alloc(4096), 0, 4096, at);
      closeSync(fd);
      expect(digestOfStart(copy)).not.toBe(content);
      expect(digestOfStart(image)).toBe(content);
    },
  );
});

describe('what is in a disk image', () => {
  const reason = missingForVolume('xfs');
  const noQemu =
    process.env.PATH?.split(':').some((folder) => readdirIfAny(folder).includes('qemu-img')) === true
      ? ''
      : 'qemu-img is not installed';
  let volume: LoopVolume;
  let home: { folder: string; dispose: () => void };
  beforeAll(() => {
    if (reason === '') volume = makeLoopVolume('xfs', 700);
    home = makeKeptFolder();
  });
  afterAll(() => {
    volume?.dispose();
    home.dispose();
  });

  it.skipIf(reason !== '')(
    `a file system in it is still sound after the copy${reason && ` (skipped: ${reason})`}`,
    async () => {
      const image = join(home.folder, 'guest.img');
      writeFileSync(image, '');
      truncateSync(image, 2 ** 31);
      execFileSync('mkfs.ext4', ['-q', '-F', '-d', 'engine', image]);
      expect((await runFerry(['copy', image, volume.folder])).exitCode).toBe(0);
      execFileSync('e2fsck', ['-fn', join(volume.folder, 'guest.img')], { stdio: 'pipe' });
      expect(compareTrees(image, join(volume.folder, 'guest.img'))).toEqual([]);
    },
  );

  const why = reason || noQemu;
  it.skipIf(why !== '')(
    `a qcow2 is still sound after the copy, and equal for QEMU${why && ` (skipped: ${why})`}`,
    async () => {
      const raw = join(home.folder, 'raw.img');
      writeSparseFixture(raw, {
        shape: 'random',
        logicalBytes: 2 ** 31,
        written: [],
        pieces: [0, 2 ** 29, 2 ** 30].map((start) => ({
          start,
          bytes: new SeededRandom(start).bytes(9_000_000),
        })),
      });
      const image = join(home.folder, 'disk.qcow2');
      execFileSync('qemu-img', ['convert', '-q', '-O', 'qcow2', raw, image]);
      expect((await runFerry(['copy', image, volume.folder])).exitCode).toBe(0);
      const copy = join(volume.folder, 'disk.qcow2');
      execFileSync('qemu-img', ['check', '-q', copy]);
      execFileSync('qemu-img', ['compare', '-q', raw, copy]);
      expect(statSync(copy).size).toBe(statSync(image).size);
    },
  );

  it.skipIf(reason !== '')(
    `8 TiB with 64 MiB of data copy and verify in seconds${reason && ` (skipped: ${reason})`}`,
    async () => {
      const image = join(volume.folder, 'huge.img');
      const second = makeLoopVolume('xfs', 400);
      try {
        const fd = openSync(image, 'w');
        ftruncateSync(fd, 8 * 2 ** 40);
        for (let i = 0; i < 64; i++)
          writeSync(fd, Buffer.alloc(2 ** 20, i + 1), 0, 2 ** 20, i * 128 * 2 ** 30);
        closeSync(fd);
        const run = await runFerry(['copy', image, second.folder, '--verify', '--json']);
        expect(run.lines.at(-1)).toMatchObject({
          type: 'result',
          copiedBytes: 64 * 2 ** 20,
          isVerified: true,
        });
        expect(compareTrees(image, join(second.folder, 'huge.img'))).toEqual([]);
      } finally {
        second.dispose();
      }
    },
  );
});

/** The flags of each extent, by filefrag's account. */
function extentFlagsOf(path: string): string[] {
  return execFileSync('filefrag', ['-v', path], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => /^\s*\d+:/.test(line))
    .map((line) => line.split(':').at(-1) ?? '');
}

/** Digest of the first 256 MiB, which is where the data is. */
function digestOfStart(path: string): string {
  const bytes = Buffer.alloc(256 * 2 ** 20);
  const fd = openSync(path, 'r');
  expect(readSync(fd, bytes, 0, bytes.length, 0)).toBe(bytes.length);
  closeSync(fd);
  return createHash('sha1').update(bytes).digest('hex');
}

function readdirIfAny(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
