import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTransfer, readTransfer, transferFolder } from '#engine/transfers';
import { compareTrees, dataOf } from '../support/compare-trees.ts';
import { makeStormBundle, runUntilKilled } from '../support/kill-storm.ts';
import { runFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';

const random = new SeededRandom(testSeed());

const makeBundle = (bundle: string) => makeStormBundle(bundle, random);
const runAndKill = (state: string, id: string) => runUntilKilled(state, id, 'journal', random);

describe('a resumed copy', () => {
  it('writes only what was not durable yet', async () => {
    const home = makeTempFolder();
    const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
    makeBundle(bundle);
    mkdirSync(target);
    const id = createTransfer(state, transferRequest(bundle, target, { verify: true }));
    while ((await runAndKill(state, id)) === undefined && !readJournalText(state, id).includes('"flushed"')) {
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
    while (!readJournalText(state, id).includes('"staged"')) await runAndKill(state, id);
    const fd = openSync(join(bundle, 'Data/disk.img'), 'r+');
    writeSync(fd, Buffer.alloc(4096, 9), 0, 4096, 4096);
    closeSync(fd);
    const run = await runFerry(['resume', id, '--json'], { env: { VM_FERRY_STATE: state } });
    expect(run.lines).toContainEqual(expect.objectContaining({ type: 'warning', code: 'STARTED_OVER' }));
    expect(run.exitCode).toBe(0);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('whose unfinished copy was removed by hand forgets what it had noted of it', async () => {
    const home = makeTempFolder();
    const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
    makeBundle(bundle);
    mkdirSync(target);
    const id = createTransfer(state, transferRequest(bundle, target));
    while (!readJournalText(state, id).includes('"flushed"')) await runAndKill(state, id);
    for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true });
    const run = await runFerry(['resume', id, '--json'], { env: { VM_FERRY_STATE: state } });
    expect(run.lines).toContainEqual(expect.objectContaining({ type: 'warning', code: 'STARTED_OVER' }));
    // The new files may have the inodes of the old ones, so no line may be left that speaks of those.
    expect(readJournalText(state, id).match(/"kind":"staged"/g)).toHaveLength(1);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('that is cancelled instead leaves nothing', async () => {
    const home = makeTempFolder();
    const [bundle, target, state] = [join(home, 'Guest.utm'), join(home, 'target'), join(home, 'state')];
    makeBundle(bundle);
    mkdirSync(target);
    const id = createTransfer(state, transferRequest(bundle, target));
    while (!readJournalText(state, id).includes('"staged"')) await runAndKill(state, id);
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
