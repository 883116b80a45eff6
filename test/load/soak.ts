/**
 * `npm run test:soak`: transfer after transfer for ten minutes (VM_FERRY_SOAK_MINUTES), as many as in a busy day, under one
 * watcher that lives all the time as the menu-bar app does. Measures memory and descriptors of the watcher, and the peak of each
 * engine process; fails when either grows.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  clearTransfer,
  createTransfer,
  requestContinue,
  requestPause,
  watchTransfers,
} from '#engine/transfers';
import { compareTrees } from '../support/compare-trees.ts';
import { peakMemoryOf, usageOf } from '../support/peak-memory.ts';
import { startFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { transferRequest } from '../support/transfer-request.ts';

const MiB = 2 ** 20;
const minutes = Number(process.env.VM_FERRY_SOAK_MINUTES ?? 10);
/** Node's heap swells before it is swept; beyond this it is growth. */
const growthBytesMax = 24 * MiB;

/** What was seen at one moment; memory after a collection where the watcher allows one. */
interface Sample {
  readonly watcherBytes: number;
  readonly watcherDescriptors: number;
  readonly engineBytes: number;
  readonly engineDescriptors: number;
}

mkdirSync('test/.cache', { recursive: true });
const home = mkdtempSync(resolve('test/.cache/tmp-soak-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const [state, target, bundle] = [join(home, 'state'), join(home, 'target'), join(home, 'Guest.utm')];
for (const folder of [target, join(bundle, 'Data')]) mkdirSync(folder, { recursive: true });
writeFileSync(join(bundle, 'config.plist'), '<plist version="1.0"><dict/></plist>');
writeFileSync(join(bundle, 'Data/disk.img'), new SeededRandom(testSeed()).bytes(20 * MiB));

let changesTold = 0;
const stop = watchTransfers(state, (changes) => {
  changesTold += changes.length;
});
const samples: Sample[] = [];
const end = Date.now() + minutes * 60_000;
let transfers = 0;
for (; Date.now() < end; transfers++) samples.push(await oneTransfer(transfers));
stop();

const [early, late] = [
  samples.slice(5, 5 + Math.ceil(samples.length / 4)),
  samples.slice(-Math.ceil(samples.length / 4)),
];
const figures = (['watcherBytes', 'watcherDescriptors', 'engineBytes', 'engineDescriptors'] as const).map(
  (what) => {
    const [before, after] = [early, late].map((part) => median(part.map((sample) => sample[what])));
    const growthMax = what.endsWith('Bytes') ? growthBytesMax : 3;
    return {
      what,
      before: before as number,
      after: after as number,
      hasGrown: (after as number) - (before as number) > growthMax,
    };
  },
);
for (const { what, before, after, hasGrown } of figures) {
  const shown = (value: number) =>
    what.endsWith('Bytes') ? `${(value / MiB).toFixed(1)} MiB` : value.toFixed(0);
  console.log(
    `soak: ${what}: ${shown(before)} in the first quarter, ${shown(after)} in the last${hasGrown ? ': GROWN' : ''}`,
  );
}
console.log(
  `soak: ${transfers} transfers in ${minutes} minutes, ${changesTold} changes told, seed ${testSeed()}`,
);
process.exitCode = transfers < 20 || figures.some(({ hasGrown }) => hasGrown) ? 1 : 0;

/** A transfer with what a day brings: paused, cancelled, verified, cleared. */
async function oneTransfer(number: number): Promise<Sample> {
  const id = createTransfer(state, transferRequest(bundle, target, { verify: number % 3 === 0 }));
  const { child, ended } = startFerry(['run', id, '--quiet'], { env: { VM_FERRY_STATE: state } });
  const peak = peakMemoryOf(child, ended);
  if (number % 5 === 1) {
    requestPause(state, id);
    setTimeout(() => requestContinue(state, id), 30);
  }
  const { exitCode, stderr } = await ended;
  if (exitCode !== 0) throw new Error(`transfer ${number} ended with ${exitCode}: ${stderr}`);
  const differences = number % 10 === 0 ? compareTrees(bundle, join(target, 'Guest.utm')) : [];
  if (differences.length > 0) throw new Error(differences.join('\n'));
  for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true });
  if (number % 2 === 0) clearTransfer(state, id);
  const { residentBytes: engineBytes, descriptors: engineDescriptors } = await peak;
  globalThis.gc?.();
  const now = usageOf(process.pid);
  return {
    watcherBytes: now.residentBytes,
    watcherDescriptors: now.descriptors,
    engineBytes,
    engineDescriptors,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
