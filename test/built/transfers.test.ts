import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTransfer,
  listTransfers,
  readTransfer,
  type TransferChange,
  type TransferRequest,
  transferFolder,
  watchTransfers,
} from '#engine/transfers';
import { compareTrees } from '../support/compare-trees.ts';
import { HeldEngine } from '../support/held-engine.ts';
import { type FerryOptions, runFerry, startFerry } from '../support/run-ferry.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { until } from '../support/watch-staging.ts';

const MiB = 2 ** 20;
let home: string;
let state: string;
let target: string;
let bundle: string;
let options: FerryOptions;

beforeEach(() => {
  home = makeTempFolder();
  state = join(home, 'state');
  target = join(home, 'target');
  bundle = join(home, 'Guest.utm');
  options = { env: { VM_FERRY_STATE: state } };
  mkdirSync(target);
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
});

const putImage = (mebibytes: number) => {
  const block = new SeededRandom(1).bytes(MiB);
  const fd = openSync(join(bundle, 'Data/disk.img'), 'w');
  for (let i = 0; i < mebibytes; i++) writeSync(fd, block);
  closeSync(fd);
};
const request = (change: Partial<TransferRequest> = {}) => transferRequest(bundle, target, change);
const only = () => listTransfers(state).flatMap((view) => (view.kind === 'transfer' ? view : []))[0];

describe('a transfer from another process', () => {
  it('is paused, stands still, and goes on to the same result', async () => {
    putImage(1500);
    const { ended } = startFerry(['copy', bundle, target, '--json'], options);
    const held = await HeldEngine.hold(only);
    const id = only()?.id ?? '';
    // What the tray does. How long it takes is measured by test/bench/bench-pause.ts.
    const { requestContinue, requestPause } = await import('#engine/transfers');
    expect(requestPause(state, id).kind).toBe('asked');
    held.go();
    await until(() => only()?.state === 'paused');
    const staged = () =>
      statSync(join(only()?.record.staging ?? '', 'Data/disk.img'), { throwIfNoEntry: false })?.blocks;
    const before = staged();
    await new Promise((wait) => setTimeout(wait, 400));
    expect(staged()).toBe(before);
    requestContinue(state, id);
    expect((await ended).exitCode).toBe(0);
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
    expect(only()?.record.history.map((each) => each.state)).toEqual([
      'queued',
      'preparing',
      'copying',
      'paused',
      'copying',
      'flushing',
      'committing',
      'done',
    ]);
  });

  it('that is paused goes on where it is when it is resumed', async () => {
    putImage(1500);
    const { ended } = startFerry(['copy', bundle, target, '--json'], options);
    const held = await HeldEngine.hold(only);
    const id = only()?.id ?? '';
    expect((await runFerry(['pause', id], options)).exitCode).toBe(0);
    held.go();
    await until(() => only()?.state === 'paused');
    expect((await runFerry(['run', id], options)).exitCode).toBe(3);
    expect((await runFerry(['resume', id], options)).exitCode).toBe(0);
    expect((await ended).exitCode).toBe(0);
  });

  it('is cancelled, also while it is paused, and leaves nothing', async () => {
    putImage(1500);
    const { ended } = startFerry(['copy', bundle, target, '--json'], options);
    const held = await HeldEngine.hold(only);
    const id = only()?.id ?? '';
    expect((await runFerry(['pause', id], options)).exitCode).toBe(0);
    held.go();
    await until(() => only()?.state === 'paused');
    expect((await runFerry(['cancel', id.slice(0, 8)], options)).exitCode).toBe(0);
    expect((await ended).exitCode).toBe(130);
    expect(readdirSync(target)).toEqual([]);
    expect(only()?.state).toBe('cancelled');
  });

  it('is refused a second owner', async () => {
    putImage(300);
    const id = createTransfer(state, request());
    const runs = await Promise.all([1, 2, 3, 4].map(() => runFerry(['run', id, '--json'], options)));
    expect(runs.map((run) => run.exitCode).sort()).toEqual([0, 3, 3, 3]);
    expect(
      runs.filter((run) => run.exitCode === 3).map((run) => run.lines.at(-1)?.code ?? run.lines.at(-1)?.kind),
    ).toEqual(expect.arrayContaining([expect.stringMatching(/TRANSFER_OWNED|ended/)]));
    expect(compareTrees(bundle, join(target, 'Guest.utm'))).toEqual([]);
  });

  it('waits while another writes to the same volume, says for whom, and then runs', async () => {
    putImage(1200);
    const first = startFerry(['copy', bundle, target, '--json'], options);
    const held = await HeldEngine.hold(only);
    const running = runFerry(['copy', bundle, target, '--name', 'Second', '--json'], options);
    await until(() => listTransfers(state).some((view) => view.kind === 'transfer' && view.record.waitsFor));
    held.go();
    const second = await running;
    expect((await first.ended).exitCode).toBe(0);
    expect(second.exitCode).toBe(0);
    expect(second.lines).toContainEqual(expect.objectContaining({ phase: 'queued', behind: bundle }));
    expect(readdirSync(target).sort()).toEqual(['Guest.utm', 'Second.utm']);
  });
});

describe('watchers', () => {
  it('see every state in order and only whole records, under a writer at full rate', async () => {
    putImage(400);
    const seen: TransferChange[] = [];
    const stop = watchTransfers(state, (changes) => void seen.push(...changes));
    const run = await runFerry(['copy', bundle, target, '--verify', '--json'], options);
    const lastState = () => {
      const view = seen.at(-1)?.view;
      return view?.kind === 'transfer' ? view.state : '';
    };
    await until(() => lastState() === 'done');
    stop();
    expect(run.exitCode).toBe(0);
    const views = seen.flatMap(({ view }) => (view?.kind === 'transfer' ? view : []));
    expect(views).toHaveLength(seen.length);
    const revisions = views.map((view) => view.record.revision);
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
    expect(views.at(-1)?.record.history.map((each) => each.state)).toEqual([
      'queued',
      'preparing',
      'copying',
      'flushing',
      'verifying',
      'committing',
      'done',
    ]);
    expect(views.length).toBeGreaterThan(4);
  });

  it('see that an owner was killed', async () => {
    putImage(600);
    const states: string[] = [];
    const stop = watchTransfers(
      state,
      (changes) =>
        void states.push(...changes.map(({ view }) => (view?.kind === 'transfer' ? view.state : ''))),
    );
    const { child, ended } = startFerry(['copy', bundle, target, '--json'], options);
    await until(() => (only()?.record.counters.copiedBytes ?? 0) > 0);
    child.kill('SIGKILL');
    await ended;
    await until(() => states.at(-1) === 'interrupted');
    stop();
    expect((await runFerry(['list'], options)).stdout).toContain('interrupted');
  });
});

describe('the list of transfers', () => {
  it('shows one, all, and clears what has ended', async () => {
    writeFileSync(join(bundle, 'Data/disk.img'), 'x');
    await runFerry(['copy', bundle, target], options);
    const id = only()?.id ?? '';
    expect((await runFerry(['list'], options)).stdout).toContain('copy Guest.utm');
    expect((await runFerry(['show', id.slice(0, 8)], options)).stdout).toMatch(/State +done/);
    expect((await runFerry(['show', 'nothing'], options)).exitCode).toBe(3);
    expect((await runFerry(['pause', id], options)).exitCode).toBe(3);
    expect((await runFerry(['clear'], options)).stdout).toContain('1 cleared');
    expect(listTransfers(state)).toEqual([]);
  });

  it('tells what a copy wrote that was over before any progress was written down', async () => {
    putImage(1);
    await runFerry(['copy', bundle, target], options);
    const files = ['config.plist', 'Data/disk.img'].map((name) => statSync(join(bundle, name)).size);
    expect(only()?.record.counters).toMatchObject({
      copiedBytes: files.reduce((sum, bytes) => sum + bytes),
      filesDone: 2,
    });
    expect((await runFerry(['list'], options)).stdout).toMatch(/done +1(\.\d+)? MB +copy Guest\.utm/);
    expect((await runFerry(['clear'], options)).stdout).toBe('1 cleared.\n');
  });

  it('keeps no history of what was refused before it began', async () => {
    mkdirSync(join(target, 'Guest.utm'));
    expect((await runFerry(['copy', bundle, target], options)).exitCode).toBe(3);
    expect(listTransfers(state)).toEqual([]);
  });

  it('shows a record of a newer version as such, a damaged one too, and touches neither', async () => {
    const [newer, damaged] = [createTransfer(state, request()), createTransfer(state, request())];
    const path = join(transferFolder(state, newer), 'record.json');
    writeFileSync(
      path,
      JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), schemaVersion: 2, future: true }),
    );
    writeFileSync(join(transferFolder(state, damaged), 'record.json'), '{"schemaVersion":1');
    const list = await runFerry(['list'], options);
    expect(list.stdout).toContain('from a newer VM Ferry');
    expect(list.stdout).toContain('damaged');
    expect((await runFerry(['run', newer], options)).exitCode).toBe(3);
    expect(readTransfer(state, newer)).toMatchObject({ kind: 'newer', schemaVersion: 2 });
  });

  it('is quick with a thousand finished transfers', async () => {
    const folders = join(state, 'transfers');
    const id = createTransfer(state, request());
    const record = JSON.parse(readFileSync(join(transferFolder(state, id), 'record.json'), 'utf8'));
    for (let i = 0; i < 1000; i++) {
      const copy = `mwtest00-${i.toString(16).padStart(8, '0')}`;
      mkdirSync(join(folders, copy));
      writeFileSync(
        join(folders, copy, 'record.json'),
        JSON.stringify({ ...record, id: copy, state: 'done' }),
      );
    }
    expect(listTransfers(state)).toHaveLength(1001);
    expect((await runFerry(['list', '--json'], options)).lines).toHaveLength(1001);
  });

  it('is private', async () => {
    writeFileSync(join(bundle, 'Data/disk.img'), 'x');
    await runFerry(['copy', bundle, target], options);
    for (const path of execFileSync('find', [state, '-type', 'd'], { encoding: 'utf8' }).trim().split('\n'))
      expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const path of execFileSync('find', [state, '-type', 'f'], { encoding: 'utf8' }).trim().split('\n'))
      expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says what to do when it cannot be written', async () => {
    const run = await runFerry(['copy', bundle, target, '--json'], {
      env: { VM_FERRY_STATE: join(bundle, 'config.plist/state') },
    });
    expect(run.exitCode).toBe(1);
    expect(run.lines.at(-1)).toMatchObject({
      code: 'STATE_FAILED',
      advice: expect.stringContaining('VM_FERRY_STATE'),
    });
    expect(readdirSync(target)).toEqual([]);
  });
});
