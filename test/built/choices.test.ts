import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  chooseTarget,
  createTransfer,
  readTransfer,
  requestPause,
  type TransferWish,
  transferFolder,
} from '#engine/transfers';
import { compareTrees } from '../support/compare-trees.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { until } from '../support/watch-staging.ts';

let state: string;
let bundle: string;
let target: string;

beforeEach(() => {
  const home = makeTempFolder();
  state = join(home, 'state');
  bundle = join(home, 'Guest.utm');
  target = join(home, 'target');
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  mkdirSync(target);
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  writeFileSync(join(bundle, 'Data/disk.img'), Buffer.alloc(200_000, 7));
});

const create = (change: Partial<TransferWish> = {}) =>
  createTransfer(state, { ...transferRequest(bundle, target), targetFolder: null, ...change });
const run = (id: string) => runFerry(['run', id, '--json'], { env: { VM_FERRY_STATE: state } });
const recordOf = (id: string) => {
  const view = readTransfer(state, id);
  if (view?.kind !== 'transfer') throw new Error('no record');
  return view.record;
};

describe('what was chosen before the start', () => {
  it('is what the engine does, and what the record says from then on', async () => {
    const id = create();
    chooseTarget(state, id, target, { verify: true, allowExpansion: true });
    expect((await run(id)).exitCode).toBe(0);
    expect(recordOf(id)).toMatchObject({
      state: 'done',
      isVerified: true,
      request: { targetFolder: target, verify: true, allowExpansion: true, evenIfRunning: false },
    });
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('is added to what was chosen before, and is not forgotten by a wish', async () => {
    const id = create();
    chooseTarget(state, id, '/nowhere', { verify: true });
    requestPause(state, id);
    chooseTarget(state, id, target, { evenIfRunning: true });
    const { requestContinue } = await import('#engine/transfers');
    requestContinue(state, id);
    expect((await run(id)).exitCode).toBe(0);
    expect(recordOf(id).request).toMatchObject({ targetFolder: target, verify: true, evenIfRunning: true });
  });

  it('can be nothing: then the request holds, also with a control file of before there were choices', async () => {
    const id = create({ verify: true });
    writeFileSync(
      join(transferFolder(state, id), 'control.json'),
      JSON.stringify({ wish: 'run', targetFolder: target }),
    );
    expect((await run(id)).exitCode).toBe(0);
    expect(recordOf(id)).toMatchObject({ isVerified: true, request: { allowExpansion: false } });
  });
});

describe('a transfer that waits for its turn', () => {
  it('says behind which one, and whether anybody still waits', async () => {
    writeFileSync(join(bundle, 'Data/disk.img'), Buffer.alloc(300_000_000, 7));
    const first = create();
    chooseTarget(state, first, target);
    const running = startFerry(['run', first, '--quiet'], { env: { VM_FERRY_STATE: state } });
    await until(() => recordOf(first).state === 'copying');
    requestPause(state, first);
    const second = create({ name: 'Other' });
    chooseTarget(state, second, target);
    const waiting = startFerry(['run', second, '--quiet'], { env: { VM_FERRY_STATE: state } });
    await until(() => recordOf(second).waitsFor === first);
    expect(readTransfer(state, second)).toMatchObject({
      state: 'queued',
      owner: { process: { pid: waiting.child.pid } },
    });
    waiting.child.kill('SIGKILL');
    await waiting.ended;
    expect(readTransfer(state, second)).toMatchObject({ state: 'queued', owner: undefined });
    running.child.kill('SIGTERM');
    await running.ended;
  });
});
