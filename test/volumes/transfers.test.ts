import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
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
import { compareTrees } from '../support/compare-trees.ts';
import {
  missingForVolume,
  namesOn,
  skippedFor,
  useLoopVolumes,
  type VolumeKind,
} from '../support/loop-volume.ts';
import { type FerryOptions, runFerry, startFerry } from '../support/run-ferry.ts';
import { makeSampleBundle } from '../support/sample-bundle.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { trust } from '../support/trust-report.ts';
import { hasFlushed, until } from '../support/watch-staging.ts';

const MiB = 2 ** 20;
let home: string;
let state: string;
let options: FerryOptions;

beforeEach(() => {
  home = makeTempFolder();
  state = join(home, 'state');
  options = { env: { VM_FERRY_STATE: state, XDG_DATA_HOME: join(home, 'share') } };
});

const volume = useLoopVolumes();
const only = () => listTransfers(state).flatMap((view) => (view.kind === 'transfer' ? view : []))[0];
/** A bundle with one disk image of random data, the same for the same length. */
const putBundle = (folder: string, mebibytes: number) => {
  const bundle = join(folder, 'Guest.utm');
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  const random = new SeededRandom(mebibytes);
  const fd = openSync(join(bundle, 'Data/disk.img'), 'w');
  for (let i = 0; i < mebibytes; i++) writeSync(fd, random.bytes(MiB));
  fsyncSync(fd);
  closeSync(fd);
  return bundle;
};

describe('a move', () => {
  const reason = missingForVolume('xfs');

  it.skipIf(reason !== '')(
    `across volumes ends with a verified copy and the source in the Trash of its own volume${skippedFor(reason)}`,
    async () => {
      const xfs = volume('xfs', 500);
      makeSampleBundle(join(xfs.folder, 'Guest.utm'), new SeededRandom(testSeed()));
      makeSampleBundle(join(home, 'twin'), new SeededRandom(testSeed()));
      mkdirSync(join(home, 'target'));
      const run = await runFerry(
        ['move', join(xfs.folder, 'Guest.utm'), join(home, 'target'), '--json'],
        options,
      );
      expect(run.lines.at(-1)).toMatchObject({
        type: 'result',
        command: 'move',
        isVerified: true,
        isSourceRemoved: true,
      });
      expect(namesOn(xfs.folder)).toEqual(['.Trash-0']);
      const trashed = join(xfs.folder, '.Trash-0/files/Guest.utm');
      expect(compareTrees(trashed, join(home, 'target/Guest.utm'))).toEqual([]);
      expect(readFileSync(join(xfs.folder, '.Trash-0/info/Guest.utm.trashinfo'), 'utf8')).toMatch(
        /^\[Trash Info\]\nPath=Guest\.utm\nDeletionDate=\d{4}-/,
      );
      expect(
        only()
          ?.record.history.map((each) => each.state)
          .slice(-4),
      ).toEqual(['verifying', 'committing', 'removing-source', 'done']);
    },
  );

  it.skipIf(reason !== '')(`can delete the source instead${skippedFor(reason)}`, async () => {
    const xfs = volume('xfs', 320);
    const bundle = putBundle(xfs.folder, 4);
    mkdirSync(join(home, 'target'));
    expect(
      (await runFerry(['move', bundle, join(home, 'target'), '--remove', 'delete'], options)).exitCode,
    ).toBe(0);
    expect(namesOn(xfs.folder)).toEqual([]);
    expect(readdirSync(join(home, 'target/Guest.utm/Data'))).toEqual(['disk.img']);
  });

  it('on one volume is a rename', async () => {
    const bundle = putBundle(home, 4);
    const { ino } = statSync(bundle);
    mkdirSync(join(home, 'target'));
    const run = await runFerry(['move', bundle, join(home, 'target'), '--json'], options);
    expect(run.lines.at(-1)).toMatchObject({ method: 'rename', isRenamed: true, isSourceRemoved: true });
    expect(statSync(join(home, 'target/Guest.utm')).ino).toBe(ino);
    expect(namesOn(home)).not.toContain('Guest.utm');
  });

  it('of something that a process holds open is refused with its name', async () => {
    const bundle = putBundle(home, 1);
    mkdirSync(join(home, 'target'));
    const fd = openSync(join(bundle, 'Data/disk.img'), 'r+');
    const run = await runFerry(['move', bundle, join(home, 'target'), '--json'], options);
    closeSync(fd);
    expect(run.exitCode).toBe(3);
    expect(run.lines.at(-1)).toMatchObject({
      code: 'VM_RUNNING',
      path: join(bundle, 'Data/disk.img'),
      message: expect.stringContaining(`${process.pid}`),
    });
    expect(namesOn(join(home, 'target'))).toEqual([]);
  });

  it.skipIf(reason !== '')(
    `whose source changes at the end keeps both, and says which is verified${skippedFor(reason)}`,
    async () => {
      const xfs = volume('xfs', 700);
      const bundle = putBundle(xfs.folder, 200);
      mkdirSync(join(home, 'target'));
      const { child, ended } = startFerry(['move', bundle, join(home, 'target'), '--json'], options);
      await until(() => only()?.state === 'verifying' || only()?.state === 'copying');
      writeFileSync(join(bundle, 'config.plist'), 'changed');
      const run = await ended;
      child.kill();
      expect(run.exitCode).toBe(5);
      expect(run.lines.at(-1)?.code).toMatch(/SOURCE_NOT_REMOVED|SOURCE_CHANGED/);
      expect(readFileSync(join(bundle, 'config.plist'), 'utf8')).toBe('changed');
    },
  );
});

describe.each<VolumeKind>(['btrfs', 'xfs'])('a source on %s that is written to during the copy', (kind) => {
  const reason = missingForVolume(kind);

  it.skipIf(reason !== '')(
    `is copied as it was at first, from a snapshot that is gone afterwards${skippedFor(reason)}`,
    async () => {
      const source = volume(kind, 900);
      const bundle = putBundle(source.folder, 250);
      const image = join(bundle, 'Data/disk.img');
      copyFileSync(image, join(home, 'first.img'));
      mkdirSync(join(home, 'target'));
      const { ended } = startFerry(['copy', bundle, join(home, 'target'), '--json'], options);
      await until(() => (only()?.record.snapshot ?? null) !== null);
      const fd = openSync(image, 'r+');
      let writes = 0;
      const guest = setInterval(() => {
        for (let i = 0; i < 20; i++)
          writeSync(fd, Buffer.alloc(65_536, ++writes % 256), 0, 65_536, ((writes * 7_919) % 3900) * 65_536);
        fsyncSync(fd);
      }, 1);
      const run = await ended;
      clearInterval(guest);
      closeSync(fd);
      expect(writes).toBeGreaterThan(0);
      expect(run.exitCode).toBe(0);
      expect(
        readFileSync(join(home, 'target/Guest.utm/Data/disk.img')).equals(
          readFileSync(join(home, 'first.img')),
        ),
      ).toBe(true);
      expect(readFileSync(image).equals(readFileSync(join(home, 'first.img')))).toBe(false);
      expect(namesOn(source.folder)).toEqual(['Guest.utm']);
      expect(only()?.record.snapshot).toBeNull();
    },
  );

  it.skipIf(reason !== '')(
    `and whose copy was killed is gone on with from the first state${skippedFor(reason)}`,
    async () => {
      const source = volume(kind, 1500);
      const bundle = putBundle(source.folder, 600);
      const image = join(bundle, 'Data/disk.img');
      copyFileSync(image, join(home, 'first.img'));
      mkdirSync(join(home, 'target'));
      const { child, ended } = startFerry(['copy', bundle, join(home, 'target'), '--json'], options);
      await until(() => (only()?.record.counters.copiedBytes ?? 0) > 20 * MiB);
      child.kill('SIGKILL');
      await ended;
      expect(only()?.state).toBe('interrupted');
      const fd = openSync(image, 'r+');
      writeSync(fd, Buffer.alloc(MiB, 9), 0, MiB, 100 * MiB);
      closeSync(fd);
      const run = await runFerry(['resume', only()?.id ?? '', '--json'], options);
      expect(run.exitCode).toBe(0);
      expect(run.lines.filter((line) => line.code === 'STARTED_OVER')).toEqual([]);
      expect(
        readFileSync(join(home, 'target/Guest.utm/Data/disk.img')).equals(
          readFileSync(join(home, 'first.img')),
        ),
      ).toBe(true);
      expect(namesOn(source.folder)).toEqual(['Guest.utm']);
    },
  );

  it.skipIf(reason !== '')(
    `ends the copy with 5 when no snapshot is wanted${skippedFor(reason)}`,
    async () => {
      const source = volume(kind, 900);
      const bundle = putBundle(source.folder, 250);
      mkdirSync(join(home, 'target'));
      const { ended } = startFerry(
        ['copy', bundle, join(home, 'target'), '--no-snapshot', '--json'],
        options,
      );
      await until(() => only()?.state === 'copying');
      truncateSync(join(bundle, 'Data/disk.img'), 250 * MiB + 1);
      const run = await ended;
      expect(run.exitCode).toBe(5);
      expect(namesOn(join(home, 'target'))).toEqual([]);
    },
  );
});

describe('a target volume that goes away', () => {
  const reason = missingForVolume('ext4');

  it.skipIf(reason !== '')(
    `leaves an interrupted transfer, which is refused at the bare mount point and goes on where the drive comes back${skippedFor(reason)}`,
    async () => {
      const drive = volume('ext4', 900);
      const bundle = putBundle(home, 400);
      const place = drive.folder;
      const { child, ended } = startFerry(['copy', bundle, place, '--json'], options);
      await until(() => hasFlushed(state, only()?.id ?? ''));
      child.kill('SIGKILL');
      await ended;
      drive.pull();
      trust('volumeTroubles');
      // What is left at the mount point is a plain folder on another volume.
      const refused = await runFerry(['resume', only()?.id ?? '', '--json'], options);
      expect(refused.exitCode).toBe(6);
      expect(refused.lines.at(-1)).toMatchObject({ code: 'TARGET_FAILED', volumeGone: true });
      expect(readdirSync(place)).toEqual([]);
      expect(only()?.state).toBe('interrupted');
      drive.mount(`${place} 1`);
      const resumed = await runFerry(['resume', only()?.id ?? '', '--json'], options);
      expect(resumed.lines.at(-1)).toMatchObject({ type: 'result', target: join(`${place} 1`, 'Guest.utm') });
      expect(resumed.lines.at(-1)?.copiedBytes).toBeLessThan(400 * MiB);
      expect(compareTrees(bundle, join(`${place} 1`, 'Guest.utm'))).toEqual([]);
      expect(readdirSync(place)).toEqual([]);
    },
  );

  it.skipIf(reason !== '')(
    `in the middle of a copy interrupts it, and nothing is written to the folder it was mounted at${skippedFor(reason)}`,
    async () => {
      const drive = volume('ext4', 900);
      const bundle = putBundle(home, 100);
      for (let i = 0; i < 40; i++)
        writeFileSync(join(bundle, `Data/part-${i}.img`), new SeededRandom(i).bytes(8 * MiB));
      const place = drive.folder;
      const { ended } = startFerry(['copy', bundle, place, '--json'], options);
      await until(() => hasFlushed(state, only()?.id ?? ''));
      drive.pull();
      trust('volumeTroubles');
      const run = await ended;
      expect(run.lines.at(-1)).toMatchObject({ code: 'TARGET_FAILED', volumeGone: true });
      expect(run.exitCode).toBe(6);
      expect(only()?.state).toBe('interrupted');
      expect(readdirSync(place)).toEqual([]);
      drive.mount(`${place} 1`);
      const resumed = await runFerry(['resume', only()?.id ?? '', '--json'], options);
      expect(resumed.lines.at(-1)).toMatchObject({ type: 'result', target: join(`${place} 1`, 'Guest.utm') });
      expect(resumed.lines.at(-1)?.copiedBytes).toBeLessThan(420 * MiB);
      expect(compareTrees(bundle, join(`${place} 1`, 'Guest.utm'))).toEqual([]);
    },
  );
});

describe('snapshots after many kills', () => {
  const reason = missingForVolume('btrfs');
  const killsWanted = Math.ceil(Number(process.env.VM_FERRY_KILLS ?? 25) / 2);

  it.skipIf(reason !== '')(
    `are all gone once swept (${killsWanted} kills)${skippedFor(reason)}`,
    async () => {
      const source = volume('btrfs', 500);
      const bundle = putBundle(source.folder, 60);
      const random = new SeededRandom(testSeed());
      mkdirSync(join(home, 'target'));
      let kills = 0;
      while (kills < killsWanted) {
        const { child, ended } = startFerry(
          ['copy', bundle, join(home, 'target'), '--name', `Copy ${kills}`, '--quiet'],
          options,
        );
        const timer = setTimeout(() => child.kill('SIGKILL'), random.integer(100, 350));
        if ((await ended).exitCode === null) {
          kills++;
          trust('kills');
        }
        clearTimeout(timer);
        rmSync(join(home, 'target', `Copy ${kills}.utm`), { recursive: true, force: true });
      }
      const snapshots = () => namesOn(source.folder).filter((name) => name !== 'Guest.utm');
      // Some are left now; cancelling each transfer sweeps its own, and forgetting one by force leaves it to the next start.
      const ids = listTransfers(state).map((view) => view.id);
      rmSync(join(state, 'transfers', ids.at(-1) ?? ''), { recursive: true });
      for (const id of ids.slice(0, -1)) await runFerry(['cancel', id, '--quiet'], options);
      await runFerry(['copy', bundle, join(home, 'target'), '--name', 'Last', '--quiet'], options);
      expect(snapshots()).toEqual([]);
      expect(readdirSync(join(state, 'snapshots'))).toEqual([]);
      expect(
        readdirSync(join(home, 'target')).filter(
          (name) => name.startsWith('.') && !name.endsWith(ids.at(-1) ?? ''),
        ),
      ).toEqual([]);
    },
    300_000,
  );
});

describe('a state folder on a full volume', () => {
  const reason = missingForVolume('tmpfs');

  it.skipIf(reason !== '')(`does not stop a copy that is under way${skippedFor(reason)}`, async () => {
    const small = volume('tmpfs', 1);
    const bundle = putBundle(home, 500);
    mkdirSync(join(home, 'target'));
    options = { env: { VM_FERRY_STATE: join(small.folder, 'state') } };
    const { ended } = startFerry(['copy', bundle, join(home, 'target'), '--json'], options);
    await until(() =>
      listTransfers(join(small.folder, 'state')).some(
        (view) => view.kind === 'transfer' && view.state === 'copying',
      ),
    );
    const fd = openSync(join(small.folder, 'filler'), 'w');
    expect(() => {
      for (;;) writeSync(fd, Buffer.alloc(4096));
    }).toThrow(/ENOSPC/);
    closeSync(fd);
    const run = await ended;
    expect(run.exitCode).toBe(0);
    expect(compareTrees(bundle, join(home, 'target/Guest.utm'))).toEqual([]);
    // Whatever could still be written down is whole.
    expect(listTransfers(join(small.folder, 'state')).every((view) => view.kind === 'transfer')).toBe(true);
  });
});
