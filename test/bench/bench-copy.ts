/**
 * `npm run bench`: one VM-like disk image, copied by us and by GNU cp in turn (A B A B), medians of the ratios. A first look
 * only: timings on one machine, never asserted. Arguments: ROUNDS (default 5).
 */
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ferryPath } from '../support/run-ferry.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';

const MiB = 2 ** 20;
const rounds = Number(process.argv[2] ?? 5);
const { folder, dispose } = makeKeptFolder();
process.env.VM_FERRY_STATE = join(folder, 'state');
const image = join(folder, 'disk.img');
const target = join(folder, 'target');

function makeImage(dataMiB: number): void {
  const block = new SeededRandom(1).bytes(MiB);
  const fd = openSync(image, 'wx');
  ftruncateSync(fd, 64 * 1024 * MiB);
  for (let i = 0; i < dataMiB; i++) writeSync(fd, block, 0, MiB, Math.floor((i * 64 * 1024) / dataMiB) * MiB);
  closeSync(fd);
}

function secondsOf(command: string, words: readonly string[]): number {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  spawnSync('sync', ['-f', folder]);
  const started = performance.now();
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const peers: Readonly<Record<string, () => number>> = {
  'ferry copy (durable)': () => secondsOf(process.execPath, [ferryPath, 'copy', '--quiet', image, target]),
  'ferry copy --verify (durable)': () =>
    secondsOf(process.execPath, [ferryPath, 'copy', '--quiet', '--verify', image, target]),
  'ferry copy --holes audit': () =>
    secondsOf(process.execPath, [ferryPath, 'copy', '--quiet', '--holes', 'audit', image, target]),
  'cp --sparse=auto': () => secondsOf('cp', ['--sparse=auto', '--reflink=never', image, target]),
  'cp, then sync': () =>
    secondsOf('sh', [
      '-c',
      'cp --sparse=auto --reflink=never "$1" "$2" && sync -f "$2"',
      'sh',
      image,
      target,
    ]),
};

try {
  console.log('64 GiB logical, 1 GiB of data in 1 MiB extents, page cache warm\n');
  makeImage(1024);
  const seconds = new Map<string, number[]>(Object.keys(peers).map((name) => [name, []]));
  for (const run of Object.values(peers)) run();
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(peers)) seconds.get(name)?.push(run());
  const base = median(seconds.get('cp, then sync') ?? []);
  for (const [name, values] of seconds) {
    const spread = `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
    console.log(
      `${name.padEnd(30)} ${median(values).toFixed(2)} s  (${spread})  ${(median(values) / base).toFixed(2)} of cp, then sync`,
    );
  }
} finally {
  dispose();
}
