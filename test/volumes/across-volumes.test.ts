import { execFileSync } from 'node:child_process';
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
      // darwin-abi.md §2.6: blocks with one byte of data, length in blocks.
      const scenarios: readonly [string, readonly number[], number][] = [
        ['start_and_end_holes', [1], 3],
        ['middle_hole', [0, 4], 5],
        ['start_and_middle_holes', [16, 32], 32.0003],
        ['middle_and_end_holes', [0, 16], 32],
        ['end_hole', [0], 16],
        ['start_hole', [16], 16.0003],
        ['no_sparse', [0], 0.0003],
        ['diff_adj_holes', [0, 3], 4],
        ['write_nothing', [], 0],
      ];
      const block = statfsSync(volume.folder).bsize;
      const folder = join(volume.folder, 'apple');
      mkdirSync(folder);
      for (const [name, data, length] of scenarios) {
        writeSparseFixture(join(folder, name), {
          shape: 'edges',
          logicalBytes: Math.ceil(length * block),
          written: [],
          pieces: data.map((index) => ({ start: index * block, bytes: Buffer.from('j') })),
        });
      }
      const run = await runFerry(['copy', folder, join(home.folder, 'back'), '--json']);
      expect(run.exitCode).toBe(0);
      if (block >= 4096) expect(compareTrees(folder, join(home.folder, 'back/apple'))).toEqual([]);
      else expect(compareTrees(folder, join(home.folder, 'back/apple'), { holes: false })).toEqual([]);
      for (const [name, data] of scenarios)
        if (block >= 4096)
          expect(dataOf(join(home.folder, 'back/apple', name)).map(([start]) => start / block)).toEqual([
            ...data,
          ]);
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
      writeFileSync(image, new SeededRandom(1).bytes(128 * 2 ** 20));
      truncateSync(image, 2 ** 32);
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
      expect(execFileSync('filefrag', ['-v', copy], { encoding: 'utf8' })).toContain('shared');
      expect(compareTrees(bundle, join(volume.folder, 'target/Guest.utm'))).toEqual([]);
      const fd = openSync(copy, 'r+');
      writeSync(fd, Buffer.alloc(4096), 0, 4096, 0);
      closeSync(fd);
      const head = Buffer.alloc(4096);
      const source = openSync(image, 'r');
      readSync(source, head, 0, 4096, 0);
      closeSync(source);
      expect(head.every((byte) => byte !== 0)).toBe(true);
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

function readdirIfAny(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
