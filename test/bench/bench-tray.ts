/**
 * `npm run bench:tray`: what the menu-bar app costs. The shipped app runs against the Electron double in a process of its own, so
 * that the pages' Chromium is not counted; the double and the driver of its pages are, which a real app does not have. Each
 * line: processor time in percent of one core, and how often the process was woken, each second.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { createTransfer, listTransfers } from '#engine/transfers';
import { transferRequest } from '../support/transfer-request.ts';
import { until } from '../support/watch-staging.ts';

const seconds = Number(process.env.VM_FERRY_SECONDS ?? 60);
/** proc(5): times of a process are in hundredths of a second on every Linux. */
const ticksPerSecond = 100;
mkdirSync('test/.cache', { recursive: true });
const home = mkdtempSync(resolve('test/.cache/bench-tray-'));
const state = join(home, 'state');
const target = join(home, 'T9');
const bundle = join(home, 'Ubuntu.utm');

interface Reading {
  readonly ticks: number;
  readonly wakes: number;
}

function read(pid: number): Reading {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    ticks: Number(fields[11]) + Number(fields[12]),
    wakes: Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1]),
  };
}

async function measure(what: string, pid: number, forSeconds: number): Promise<void> {
  const before = read(pid);
  const beganMs = performance.now();
  await new Promise((over) => setTimeout(over, forSeconds * 1000));
  const passed = (performance.now() - beganMs) / 1000;
  const after = read(pid);
  const percent = ((after.ticks - before.ticks) / ticksPerSecond / passed) * 100;
  const wakes = (after.wakes - before.wakes) / passed;
  console.log(
    `${what.padEnd(44)} ${percent.toFixed(2).padStart(6)} %  ${wakes.toFixed(2).padStart(7)} wakes/s`,
  );
}

/** A disk image that takes long enough to be measured: the engine is slowed down by being stopped nine tenths of the time. */
function makeBundle(mebibytes: number): void {
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
  const fd = openSync(join(bundle, 'Data/disk.img'), 'w');
  const block = Buffer.alloc(2 ** 20, 1);
  for (let i = 0; i < mebibytes; i++) writeSync(fd, block);
  fsyncSync(fd);
  closeSync(fd);
}

async function start(): Promise<ChildProcess> {
  const app = spawn(process.execPath, ['test/support/electron-double/tray-process.ts', state, target], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((up) => app.stdout?.once('data', up));
  return app;
}

const only = () => listTransfers(state).flatMap((view) => (view.kind === 'transfer' ? view : []))[0];

mkdirSync(target, { recursive: true });
makeBundle(4000);
const app = await start();
const pid = app.pid ?? 0;
try {
  await new Promise((calm) => setTimeout(calm, 12_000));
  await measure('idle, popover shut', pid, seconds);
  createTransfer(state, { ...transferRequest(bundle, ''), targetFolder: null });
  await until(() => only()?.state === 'copying', 60);
  const engine = only()?.owner?.process.pid ?? 0;
  // A drive of a tenth of the speed: stopped for 180 ms, let go for 20.
  const brake = setInterval(() => {
    process.kill(engine, 'SIGSTOP');
    setTimeout(() => process.kill(engine, 'SIGCONT'), 150);
  }, 200);
  await measure('one transfer, popover shut', pid, 20);
  app.kill('SIGUSR2');
  await new Promise((calm) => setTimeout(calm, 1000));
  await measure('one transfer, popover open (with the double)', pid, 20);
  clearInterval(brake);
  console.log(`the transfer was ${only()?.state} at the end`);
  process.kill(engine, 'SIGKILL');
} finally {
  app.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
}
