import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTransfer, readTransfer, type TransferWish } from '#engine/transfers';
import { compareTrees } from '../support/compare-trees.ts';
import { type KillMoment, makeStormBundle, runUntilKilled } from '../support/kill-storm.ts';
import {
  type LoopVolume,
  makeLoopVolume,
  missingForVolume,
  namesOn,
  skippedFor,
  type VolumeKind,
} from '../support/loop-volume.ts';
import { runFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { trust } from '../support/trust-report.ts';

/*
 * Real processes, killed for real, again and again, resumes too: at random times, and at points of the journal and the record.
 * After each kill the promises are looked at; at the end the copy is whole and nothing is left beside it. `VM_FERRY_KILLS` sets
 * how many (default 25; .ci/run promises 200, `npm run test:storm` 1000).
 */
const killsWanted = Number(process.env.VM_FERRY_KILLS ?? 25);
const random = new SeededRandom(testSeed());
const moments: readonly KillMoment[] = ['time', 'journal', 'record'];
const figures = new Map<string, { transfers: number; kills: number; attemptsMost: number }>();

/** The ways to transfer that take turns: from a kind of volume (undefined: the repository's) to another. */
interface Route {
  readonly name: string;
  readonly from: VolumeKind | undefined;
  readonly into: VolumeKind | undefined;
  readonly wish: Partial<TransferWish>;
}
const routes: readonly Route[] = [
  { name: 'copy on one volume', from: undefined, into: undefined, wish: {} },
  { name: 'verified copy to ext4', from: undefined, into: 'ext4', wish: { verify: true } },
  { name: 'copy of a snapshot, Btrfs to ext4', from: 'btrfs', into: 'ext4', wish: {} },
  { name: 'move to ext4', from: undefined, into: 'ext4', wish: { verb: 'move', remove: 'delete' } },
  { name: 'move, Btrfs to ext4', from: 'btrfs', into: 'ext4', wish: { verb: 'move', remove: 'delete' } },
  {
    name: 'move to the Trash, ext4 to Btrfs',
    from: 'ext4',
    into: 'btrfs',
    wish: { verb: 'move', remove: 'trash' },
  },
];
const reasonFor = ({ from, into }: Route) =>
  [from, into].map((kind) => (kind === undefined ? '' : missingForVolume(kind))).find(Boolean) ?? '';

describe(`killed with -9 and resumed until done (seed ${testSeed()})`, () => {
  const kept = makeKeptFolder();
  const original = join(kept.folder, 'original/Guest.utm');
  const volumes = new Map<VolumeKind, LoopVolume>();
  const usable = routes.filter((route) => reasonFor(route) === '');
  const skipped = routes.filter((route) => reasonFor(route) !== '');
  const killsEachMax = Math.min(40, Math.ceil(killsWanted / usable.length));
  let kills = 0;

  beforeAll(() => {
    makeStormBundle(original, random);
    for (const kind of new Set(usable.flatMap(({ from, into }) => [from ?? [], into ?? []].flat())))
      volumes.set(kind, makeLoopVolume(kind, 900));
  });
  afterAll(() => {
    for (const volume of volumes.values()) volume.dispose();
    kept.dispose();
    for (const [name, { transfers, kills: killed, attemptsMost }] of figures)
      console.log(
        `kill storm: ${name}: ${killed} kills over ${transfers} transfers, at most ${attemptsMost} attempts`,
      );
    console.log(`kill storm: ${kills} kills in all, all survived, seed ${testSeed()}`);
  });

  const folderOn = (kind: VolumeKind | undefined, name: string) => {
    const folder = join(kind === undefined ? kept.folder : (volumes.get(kind)?.folder ?? ''), name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    return folder;
  };
  const identity = (bundle: string) =>
    ['config.plist', 'Data/disk.img', 'Data/second.img'].map((name) => {
      const { ino, size, mtimeMs, ctimeMs } = statSync(join(bundle, name));
      return [ino, size, mtimeMs, ctimeMs].join();
    });

  async function storm(route: Route): Promise<void> {
    const [home, target] = [folderOn(route.from, 'source'), folderOn(route.into, 'target')];
    const state = folderOn(undefined, 'state');
    const bundle = join(home, 'Guest.utm');
    // Copied by another program, sparse as it is.
    execFileSync('cp', ['-a', '--sparse=always', original, bundle]);
    const before = identity(bundle);
    const id = createTransfer(state, transferRequest(bundle, target, route.wish));
    const isMove = route.wish.verb === 'move';
    const copy = join(target, 'Guest.utm');
    const figure = figures.get(route.name) ?? { transfers: 0, kills: 0, attemptsMost: 0 };
    figures.set(route.name, figure);
    figure.transfers++;
    const content = { metadata: route.from === route.into, holes: route.from === route.into };
    for (let attempt = 1; ; attempt++) {
      figure.attemptsMost = Math.max(figure.attemptsMost, attempt);
      // Whoever is killed too often is let through, so that the storm ends.
      const run =
        attempt > killsEachMax
          ? await runFerry(['run', id, '--json'], { env: { VM_FERRY_STATE: state } })
          : await runUntilKilled(state, id, random.pick(moments), random);
      const names = readdirSync(target).filter(
        (name) => !name.startsWith('.probe.ferry-') && !name.startsWith('.Trash'),
      );
      const isThere = names.includes('Guest.utm');
      // A final name means a complete copy, however early the process died after giving it.
      if (isThere) expect(compareTrees(original, copy, content)).toEqual([]);
      if (existsSync(bundle)) expect(identity(bundle)).toEqual(before);
      else expect(isMove && isThere).toBe(true);
      expect(names.filter((name) => name !== 'Guest.utm' && !name.startsWith('.Guest.utm.ferry-'))).toEqual(
        [],
      );
      expect(readTransfer(state, id)?.kind).toBe('transfer');
      trust('checks');
      if (run === undefined) {
        kills++;
        figure.kills++;
        continue;
      }
      // One that was killed after its last word was written has ended already.
      if (run.lines.at(-1)?.code !== 'TRANSFER_ENDED')
        expect(run.lines.at(-1), run.stdout.slice(-600)).toMatchObject({ type: 'result' });
      break;
    }
    expect(compareTrees(original, copy, content)).toEqual([]);
    expect(namesOn(target)).toEqual(['Guest.utm']);
    expect(readdirSync(home)).toEqual(isMove ? [] : ['Guest.utm']);
    expect(readTransfer(state, id)).toMatchObject({
      state: 'done',
      record: { staging: null, snapshot: null },
    });
    expect(readdirSync(join(state, 'snapshots'))).toEqual([]);
    expect(processesNaming(id)).toEqual([]);
    trust('resumes');
    for (const folder of [home, target]) rmSync(folder, { recursive: true, force: true });
    for (const { folder } of volumes.values())
      rmSync(join(folder, '.Trash-0'), { recursive: true, force: true });
  }

  it(`every way to transfer survives ${killsWanted} kills or more, and nothing stays behind`, async () => {
    for (let round = 0; kills < killsWanted || round < usable.length; round++)
      await storm(usable[round % usable.length] as Route);
    expect(kills).toBeGreaterThanOrEqual(killsWanted);
  }, 7_200_000);

  for (const route of skipped) it.skip(`${route.name}${skippedFor(reasonFor(route))}`, () => {});
});

/** Processes that still work on a transfer: an engine that was killed must not leave any. */
function processesNaming(id: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(id);
    } catch {
      return false; // It has ended.
    }
  });
}
