import { closeSync, mkdirSync, openSync, truncateSync, watch, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { transferFolder } from '#engine/transfers';
import { type FerryRun, startFerry } from './run-ferry.ts';
import type { SeededRandom } from './seeded-random.ts';
import { trust } from './trust-report.ts';

const MiB = 2 ** 20;

/** 180 MiB of data in a disk image of 1000 MiB, another image, and 40 small files: each way of flushing is in it. */
export function makeStormBundle(bundle: string, random: SeededRandom): void {
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

/** When to kill: after a random time, or when the journal or the record has changed a random number of times. */
export type KillMoment = 'time' | 'journal' | 'record';

/** Runs a transfer until it ends, or kills it with SIGKILL at a moment that the seed decides. Undefined: killed. */
export async function runUntilKilled(
  state: string,
  id: string,
  moment: KillMoment,
  random: SeededRandom,
): Promise<FerryRun | undefined> {
  const { child, ended } = startFerry(['run', id, '--json'], { env: { VM_FERRY_STATE: state } });
  let isKilled = false;
  const kill = () => {
    isKilled = child.kill('SIGKILL') || isKilled;
  };
  const points = random.integer(1, moment === 'record' ? 12 : 6);
  const file = moment === 'record' ? 'record.json' : 'journal.ndjson';
  let seen = 0;
  const watcher = watch(transferFolder(state, id), (_event, name) => {
    if (moment !== 'time' && name === file && ++seen >= points) kill();
  });
  const timer = setTimeout(kill, moment === 'time' ? random.integer(60, 600) : 4000);
  const run = await ended;
  clearTimeout(timer);
  watcher.close();
  if (run.exitCode !== null || !isKilled) return run;
  trust('kills');
  return undefined;
}
