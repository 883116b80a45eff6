import { execFileSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { listTransfers } from '#engine/transfers';
import { FlushBehind } from '../../engine/system/flush-behind.ts';
import { compareTrees } from '../support/compare-trees.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { type FerryOptions, runFerry, startFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { errnoNumbers, missingForTrouble, useTroubleVolumes } from '../support/trouble-volume.ts';
import { trust } from '../support/trust-report.ts';
import { until } from '../support/watch-staging.ts';

/*
 * The built command line on a volume of our own that misbehaves, over a real kernel.
 */
const MiB = 2 ** 20;
const reason = missingForTrouble();
const title = (what: string) => `${what}${skippedFor(reason)}`;
const volume = useTroubleVolumes();
let home: string;
let bundle: string;
let target: string;
let options: FerryOptions;
let faults = 0;
afterAll(() => console.log(`trouble volume: ${faults} calls of a real volume failed, all survived`));

/** More than 32 files, so that small ones are flushed together; and a disk image with holes. */
function makeBundle(path: string, mebibytes: number): void {
  const random = new SeededRandom(testSeed());
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeFileSync(join(path, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  for (let i = 0; i < 40; i++)
    writeFileSync(join(path, `Data/small-${i}`), random.bytes(random.integer(1, 9000)));
  const fd = openSync(join(path, 'Data/disk.img'), 'wx');
  for (let i = 0; i < mebibytes; i++) writeSync(fd, random.bytes(MiB), 0, MiB, i * 2 * MiB);
  closeSync(fd);
  truncateSync(join(path, 'Data/disk.img'), mebibytes * 2 * MiB + 12_345);
}

const states = () =>
  listTransfers(join(home, 'state')).map((view) => (view.kind === 'transfer' ? view.state : ''));
const onlyId = () => listTransfers(join(home, 'state'))[0]?.id ?? '';
const expectWhole = (copy: string) => {
  // The kernel keeps no access lists on FUSE, and the volume counts blocks in its own way.
  expect(compareTrees(bundle, copy, { holes: false, metadata: false })).toEqual([]);
  trust('checks');
};

beforeEach(() => {
  home = makeTempFolder();
  bundle = join(home, 'Guest.utm');
  target = join(home, 'target');
  mkdirSync(target);
  options = { env: { VM_FERRY_STATE: join(home, 'state') } };
});

describe.skipIf(reason !== '')(title('a source volume'), () => {
  it('that calls every file one hole is read all the same, and reported', async () => {
    makeBundle(bundle, 8);
    const lying = await volume();
    cpSync(bundle, join(lying.backing, 'Guest.utm'), { recursive: true });
    lying.make({ lie: 1 });
    const run = await runFerry(['copy', join(lying.folder, 'Guest.utm'), target, '--json'], options);
    trust('volumeTroubles');
    expect(run.exitCode).toBe(0);
    expect(run.lines).toContainEqual(expect.objectContaining({ type: 'warning', code: 'MAP_LIED' }));
    expectWhole(join(target, 'Guest.utm'));
  });

  it('that says so of a long file is not believed by the thread that reads holes ahead either', async () => {
    makeBundle(bundle, 1);
    const image = join(bundle, 'Data/disk.img');
    const fd = openSync(image, 'r+');
    for (const place of [1100 * MiB, 1500 * MiB + 5]) writeSync(fd, Buffer.alloc(MiB, 'x'), 0, MiB, place);
    closeSync(fd);
    truncateSync(image, 2200 * MiB);
    const lying = await volume();
    execFileSync('cp', ['-a', bundle, join(lying.backing, 'Guest.utm')]);
    lying.make({ lie: 1 });
    const run = await runFerry(['copy', join(lying.folder, 'Guest.utm'), target, '--json'], options);
    trust('volumeTroubles');
    expect(run.exitCode).toBe(0);
    expect(run.lines).toContainEqual(expect.objectContaining({ type: 'warning', code: 'MAP_LIED' }));
    expectWhole(join(target, 'Guest.utm'));
  });

  it('that gives a thousand bytes at a time is read whole', async () => {
    makeBundle(bundle, 3);
    const short = await volume();
    cpSync(bundle, join(short.backing, 'Guest.utm'), { recursive: true });
    short.make({ count: 1000 });
    const source = join(short.folder, 'Guest.utm');
    expect((await runFerry(['copy', source, target, '--verify', '--json'], options)).exitCode).toBe(0);
    trust('volumeTroubles');
    expectWhole(join(target, 'Guest.utm'));
  });

  it('that ends every file early is never taken for the whole, also not by a comparison', async () => {
    makeBundle(bundle, 8);
    cpSync(bundle, join(target, 'Guest.utm'), { recursive: true });
    const early = await volume();
    cpSync(bundle, join(early.backing, 'Guest.utm'), { recursive: true });
    early.make({ early: 3 * MiB });
    const source = join(early.folder, 'Guest.utm');
    const run = await runFerry(['copy', source, target, '--name', 'Other', '--json'], options);
    expect([run.exitCode, run.lines.at(-1)?.code]).toEqual([5, 'SOURCE_CHANGED']);
    expect(readdirSync(target)).toEqual(['Guest.utm']);
    expect((await runFerry(['verify', source, join(target, 'Guest.utm')], options)).exitCode).toBe(7);
    trust('volumeTroubles', 2);
  });
});

describe.skipIf(reason !== '')(title('a target volume'), () => {
  it('that takes a thousand bytes at a time gets them all', async () => {
    makeBundle(bundle, 3);
    const short = await volume();
    short.make({ count: 1000 });
    expect((await runFerry(['copy', bundle, short.folder, '--verify', '--json'], options)).exitCode).toBe(0);
    trust('volumeTroubles');
    expectWhole(join(short.backing, 'Guest.utm'));
  });

  it('that is slow hears a pause and a cancellation between two writes', async () => {
    makeBundle(bundle, 60);
    const slow = await volume();
    slow.make({ delay: 40 });
    const { ended } = startFerry(['copy', bundle, slow.folder, '--json'], options);
    await until(() => states()[0] === 'copying', 60);
    expect((await runFerry(['pause', onlyId()], options)).exitCode).toBe(0);
    await until(() => states()[0] === 'paused', 60);
    expect((await runFerry(['cancel', onlyId()], options)).exitCode).toBe(0);
    expect((await ended).exitCode).toBe(130);
    expect(readdirSync(slow.backing)).toEqual([]);
    trust('volumeTroubles');
  }, 180_000);

  it('that is full after a while gives 4, and a resume finishes once there is space', async () => {
    makeBundle(bundle, 20);
    const full = await volume();
    full.make({ full: 9 * MiB });
    const run = await runFerry(['copy', bundle, full.folder, '--json'], options);
    expect([run.exitCode, run.lines.at(-1)?.code]).toEqual([4, 'NO_SPACE']);
    full.make({ full: 0 });
    expect((await runFerry(['resume', onlyId(), '--json'], options)).exitCode).toBe(0);
    expectWhole(join(full.backing, 'Guest.utm'));
    trust('volumeTroubles');
    trust('resumes');
  });

  it(`that fails at one call, or from one on, gives 6 or is survived, and a resume finishes (seed ${testSeed()})`, async () => {
    makeBundle(bundle, 4);
    const random = new SeededRandom(testSeed());
    const failing = await volume();
    failing.make({ errno: 0 });
    expect((await runFerry(['copy', bundle, failing.folder, '--json'], options)).exitCode).toBe(0);
    const calls = failing.calls();
    for (let round = 0; round < 16; round++) {
      const how = round % 2 === 0 ? 'failat' : 'failfrom';
      // Node repeats a call that was interrupted until it is not, so EINTR for good would never end.
      const errnos = Object.entries(errnoNumbers).filter(([name]) => how === 'failat' || name !== 'EINTR');
      const [name, errno] = random.pick(errnos);
      const at = random.integer(1, calls);
      const target = `Copy ${round}.utm`;
      failing.make({ errno, [how]: at });
      const run = await runFerry(['copy', bundle, failing.folder, '--name', target, '--json'], options);
      const what = `${how} ${at} of ${calls} ${name}: ${run.stdout}`;
      faults++;
      trust('faults');
      failing.make({ failat: 0, failfrom: 0 });
      if (run.exitCode !== 0 && run.exitCode !== 8) {
        expect([4, 6, 3], what).toContain(run.exitCode);
        const left = listTransfers(join(home, 'state')).filter(
          (view) => view.kind === 'transfer' && (view.state === 'failed' || view.state === 'interrupted'),
        );
        const id = left.at(-1)?.id;
        if (run.exitCode !== 3)
          expect((await runFerry(['resume', id ?? '', '--json'], options)).exitCode, what).toBe(0);
        trust('resumes');
      }
      expectWhole(join(failing.backing, target));
    }
  }, 300_000);

  it(`that vanishes at any call gives 6, waits as interrupted, and is gone on with when it is back (seed ${testSeed()})`, async () => {
    makeBundle(bundle, 4);
    const random = new SeededRandom(testSeed() + 1);
    const vanishing = await volume();
    vanishing.make({ errno: 0 });
    expect((await runFerry(['copy', bundle, vanishing.folder, '--json'], options)).exitCode).toBe(0);
    const calls = vanishing.calls();
    for (let round = 0; round < 8; round++) {
      const name = `Copy ${round}.utm`;
      const at = random.integer(Math.floor(calls / 6), calls);
      vanishing.make({ vanishat: at });
      const run = await runFerry(['copy', bundle, vanishing.folder, '--name', name, '--json'], options);
      trust('volumeTroubles');
      const what = `vanishes at ${at} of ${calls}: ${run.stdout}`;
      expect(run.exitCode, what).toBe(6);
      await vanishing.mount();
      const open = listTransfers(join(home, 'state')).filter(
        (view) => view.kind === 'transfer' && view.state === 'interrupted',
      );
      expect(open, what).toHaveLength(1);
      expect((await runFerry(['resume', open[0]?.id ?? '', '--json'], options)).exitCode, what).toBe(0);
      expectWhole(join(vanishing.backing, name));
      trust('resumes');
    }
  }, 300_000);

  it('that loses power has what a flush behind the writer has told', async () => {
    const losing = await volume();
    losing.make({ withhold: 1 });
    const content = new SeededRandom(testSeed()).bytes(65 * MiB);
    const path = join(losing.folder, 'disk.img');
    // Opened for reading and writing, as the engine does: the volume reads what it withheld.
    const fd = openSync(path, 'wx+');
    for (let done = 0; done < content.length; )
      done += writeSync(fd, content, done, content.length - done, done);
    closeSync(fd);
    const flushBehind = new FlushBehind();
    await new Promise<void>((flushed) => flushBehind.wrote(path, content.length, flushed));
    await losing.cut();
    trust('powerCuts');
    expect(readFileSync(join(losing.backing, 'disk.img')).equals(content)).toBe(true);
    await flushBehind.closeAll();
  });

  it(`that loses power again and again keeps what it was asked to flush (seed ${testSeed()})`, async () => {
    makeBundle(bundle, 300);
    const random = new SeededRandom(testSeed() + 2);
    const losing = await volume();
    losing.make({ withhold: 1 });
    let run = startFerry(['copy', bundle, losing.folder, '--json'], options);
    for (let round = 0; round < 12; round++) {
      losing.make({ vanishat: random.integer(20, 500) });
      const { exitCode, stdout } = await run.ended;
      if (losing.isThere()) {
        expect(exitCode, stdout).toBe(0);
        break;
      }
      trust('powerCuts');
      trust('volumeTroubles');
      expect(exitCode, stdout).toBe(6);
      if (readdirSync(losing.backing).includes('Guest.utm')) expectWhole(join(losing.backing, 'Guest.utm'));
      await losing.mount();
      losing.make({ withhold: 1 });
      run = startFerry(['resume', onlyId(), '--json'], options);
    }
    losing.make({ vanishat: 0 });
    const last = await run.ended;
    if (last.exitCode !== 0)
      expect((await runFerry(['resume', onlyId(), '--json'], options)).exitCode).toBe(0);
    // Once more, right after the engine has said that all is well.
    await losing.cut();
    trust('powerCuts');
    expectWhole(join(losing.backing, 'Guest.utm'));
  }, 300_000);
});
