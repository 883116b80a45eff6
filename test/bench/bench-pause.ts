/**
 * How long a pause takes from another process, and how much is written twice after kill -9, during one large dense file.
 * Arguments: GIBIBYTES (default 8). Figures only, nothing is asserted.
 */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listTransfers, requestContinue, requestPause, type TransferView } from '#engine/transfers';
import { ferryPath } from '../support/run-ferry.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';

const MiB = 2 ** 20;
const gibibytes = Number(process.argv[2] ?? 8);
const { folder, dispose } = makeKeptFolder();
const state = join(folder, 'state');
process.env.VM_FERRY_STATE = state;

const transfer = () =>
  listTransfers(state).find((view): view is TransferView & { kind: 'transfer' } => view.kind === 'transfer');
const copiedBytes = () => transfer()?.record.counters.copiedBytes ?? 0;
const until = async (what: () => boolean) => {
  while (!what()) await sleep(2);
};

try {
  const image = join(folder, 'disk.img');
  mkdirSync(join(folder, 'target'));
  const block = new SeededRandom(1).bytes(MiB);
  const fd = openSync(image, 'wx');
  for (let i = 0; i < gibibytes * 1024; i++) {
    block.writeUInt32LE(i + 1, 0);
    writeSync(fd, block);
  }
  closeSync(fd);

  const copy = spawn(process.execPath, [ferryPath, 'copy', '--quiet', image, join(folder, 'target')], {
    stdio: 'inherit',
  });
  const ended = new Promise((end) => copy.on('close', end));
  await until(() => copiedBytes() > 0);
  const id = transfer()?.id ?? '';
  const pausesMs: number[] = [];
  for (let i = 0; i < 5; i++) {
    await sleep(500);
    const asked = performance.now();
    requestPause(state, id);
    await until(() => transfer()?.state === 'paused');
    pausesMs.push(Math.round(performance.now() - asked));
    requestContinue(state, id);
    await until(() => transfer()?.state !== 'paused');
  }
  await until(() => copiedBytes() > (gibibytes * 1024 * MiB) / 2);
  const written = Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${copy.pid}/io`, 'utf8'))?.[1]);
  copy.kill('SIGKILL');
  await ended;
  const resumed = execFileSync(process.execPath, [ferryPath, 'resume', id, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const result = JSON.parse(resumed.trim().split('\n').at(-1) ?? '{}') as { copiedBytes: number };
  console.log(`pause, milliseconds: ${pausesMs.join(' ')}`);
  console.log(
    `killed half-way and resumed: ${((written + result.copiedBytes) / (gibibytes * 1024 * MiB)).toFixed(3)} of one copy was written`,
  );
} finally {
  dispose();
}
