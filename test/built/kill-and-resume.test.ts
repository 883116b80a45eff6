import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTransfer, readTransfer, transferFolder } from '#engine/transfers';
import { compareTrees, dataOf } from '../support/compare-trees.ts';
import { type FerryRun, runFerry, startFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';

/*
 * Real processes, killed for real, at random moments and at journal points; after each kill the promises are looked at,
 * and at the end the copy must be whole. `VM_FERRY_KILLS` sets how many (default 25; .ci/run promises 200).
 */
const MiB = 2 ** 20;
const killsWanted = Number(process.env.VM_FERRY_KILLS ?? 25);
const random = new SeededRandom(testSeed());
let kills = 0;
let transfers = 0;

function makeBundle(bundle: string): void {
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  const fd = openSync(join(bundle, 'Data/disk.img'), 'wx');
  for (let i = 0; i < 160; i++)
    writeSync(fd, random.bytes(MiB), 0, MiB, i * 3 * MiB + (i > 60 ? 70 * MiB : 0));
  closeSync(fd);
  truncateSync(join(bundle, 'Data/disk.img'), 1000 * MiB);
  for (let i = 0; i < 40; i++)
    writeFileSync(join(bundle, `Data/small-${i}`), random.bytes(random.integer(1, 50_000)));
  writeFileSync(join(bundle, 'Data/second.img'), random.bytes(20 * MiB));
}

const identity = (path: string) => {
  const { ino, size, mtimeMs, ctimeMs } = statSync(path);
  return [ino, size, mtimeMs, ctimeMs].join();
};

/** Runs a transfer until it ends or is killed. Undefined: killed. */
async function runAndKill(
  state: string,
  id: string,
  mode: 'time' | 'journal',
): Promise<FerryRun | undefined> {
  const { child, ended } = startFerry(['run', id, '--json'], { env: { VM_FERRY_STATE: state } });
  let isKilled = false;
  const kill = () => {
    isKilled = child.kill('SIGKILL') || isKilled;
  };
  const points = random.integer(1, 6);
  let seen = 0;
  const watcher = watch(transferFolder(state, id), (_event, name) => {
    if (mode === 'journal' && name === 'journal.ndjson' && ++seen >= points) kill();
  });
  const timer = setTimeout(kill, mode === 'time' ? random.integer(60, 600) : 4000);
  const run = await ended;
  clearTimeout(timer);
  watcher.close();
  return run.exitCode === null && isKilled ? undefined : run;
}

async function killUntilDone(mode: 'time' | 'journal', verify: boolean): Promise<void> {
  const home = makeTempFolder();
  const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
  makeBundle(bundle);
  mkdirSync(target);
  const request = transferRequest(bundle, target, { verify });
  const id = createTransfer(state, request);
  const before = identity(join(bundle, 'Data/disk.img'));
  transfers++;
  for (let attempt = 0; attempt < 60; attempt++) {
    const run = await runAndKill(state, id, mode);
    expect(identity(join(bundle, 'Data/disk.img'))).toBe(before);
    if (run !== undefined) {
      // One that was killed after its last word was written has ended already.
      const hasEnded =
        run.lines.at(-1)?.code === 'TRANSFER_ENDED' && readTransfer(state, id)?.kind === 'transfer';
      if (!hasEnded)
        expect(run.lines.at(-1), JSON.stringify(run.lines.at(-1))).toMatchObject({ type: 'result' });
      break;
    }
    kills++;
    const view = readTransfer(state, id);
    expect(view?.kind).toBe('transfer');
    const isThere = readdirSync(target).includes('Guest.utm');
    // A final name means a complete copy, however early the process died after giving it.
    if (isThere) expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
    expect(
      readdirSync(target).filter(
        (name) =>
          name !== 'Guest.utm' && !name.startsWith('.Guest.utm.ferry-') && !name.startsWith('.probe.ferry-'),
      ),
    ).toEqual([]);
    if (attempt === 58) await runFerry(['resume', id], { env: { VM_FERRY_STATE: state } });
  }
  expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  expect(readdirSync(target)).toEqual(['Guest.utm']);
  expect(readTransfer(state, id)).toMatchObject({ state: 'done', record: { staging: null, snapshot: null } });
  expect(readdirSync(join(state, 'snapshots'))).toEqual([]);
}

describe(`killed with -9 and resumed until done (seed ${testSeed()})`, () => {
  afterAll(() =>
    console.log(`kill and resume: ${kills} kills over ${transfers} transfers, seed ${testSeed()}`),
  );

  it(`a copy ends equal to its source after ${killsWanted} kills or more`, async () => {
    for (let round = 0; kills < killsWanted; round++)
      await killUntilDone(round % 2 === 0 ? 'time' : 'journal', round % 3 === 2);
    expect(kills).toBeGreaterThanOrEqual(killsWanted);
  }, 600_000);
});

describe('a resumed copy', () => {
  it('writes only what was not durable yet', async () => {
    const home = makeTempFolder();
    const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
    makeBundle(bundle);
    mkdirSync(target);
    const id = createTransfer(state, transferRequest(bundle, target, { verify: true }));
    while (
      (await runAndKill(state, id, 'journal')) === undefined &&
      !readJournalText(state, id).includes('"flushed"')
    ) {
      // Killed before anything was durable: once more.
    }
    const flushed = [
      ...readJournalText(state, id).matchAll(/"flushed","path":"Data\/disk.img","offset":(\d+)/g),
    ];
    const offset = Math.max(0, ...flushed.map((match) => Number(match[1])));
    // Data of the disk image before the offset: durable, so it is not written again.
    const durable = dataOf(join(bundle, 'Data/disk.img')).reduce(
      (sum, [start, end]) => sum + Math.max(0, Math.min(end, offset) - start),
      0,
    );
    const run = await runFerry(['resume', id, '--json'], { env: { VM_FERRY_STATE: state } });
    const result = run.lines.at(-1);
    expect(result).toMatchObject({ type: 'result', isVerified: true });
    const whole = result?.allocatedBytes as number;
    expect(result?.copiedBytes).toBeLessThanOrEqual(whole - durable);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('starts over, and says so, when the source was changed meanwhile and no snapshot was kept', async () => {
    const home = makeTempFolder();
    const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
    makeBundle(bundle);
    mkdirSync(target);
    const id = createTransfer(state, transferRequest(bundle, target, { snapshot: 'off' }));
    while (!readJournalText(state, id).includes('"staged"')) await runAndKill(state, id, 'journal');
    const fd = openSync(join(bundle, 'Data/disk.img'), 'r+');
    writeSync(fd, Buffer.alloc(4096, 9), 0, 4096, 4096);
    closeSync(fd);
    const run = await runFerry(['resume', id, '--json'], { env: { VM_FERRY_STATE: state } });
    expect(run.lines).toContainEqual(expect.objectContaining({ type: 'warning', code: 'STARTED_OVER' }));
    expect(run.exitCode).toBe(0);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('that is cancelled instead leaves nothing', async () => {
    const home = makeTempFolder();
    const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
    makeBundle(bundle);
    mkdirSync(target);
    const id = createTransfer(state, transferRequest(bundle, target));
    while (!readJournalText(state, id).includes('"staged"')) await runAndKill(state, id, 'journal');
    expect(readdirSync(target)).not.toEqual([]);
    expect((await runFerry(['cancel', id], { env: { VM_FERRY_STATE: state } })).exitCode).toBe(0);
    expect(readdirSync(target)).toEqual([]);
    expect(readTransfer(state, id)).toMatchObject({ state: 'cancelled', record: { staging: null } });
  });
});

function readJournalText(state: string, id: string): string {
  try {
    return readFileSync(join(transferFolder(state, id), 'journal.ndjson'), 'utf8');
  } catch {
    return '';
  }
}
