import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * What the trust report at the end of `npm test` counts. Each count is made where the thing really happened; the runner only
 * adds them up.
 */
export const trustTitles = {
  faults: 'faults injected into system calls',
  powerCuts: 'power cuts, unflushed writes lost or reordered',
  kills: 'kill -9 of a working engine',
  resumes: 'resumes that ended in a complete copy',
  tornFiles: 'torn or damaged records and journals read',
  volumeTroubles: 'real volumes that filled up, froze, lied, or vanished',
  hostileBundles: 'adversarial bundles and state folders',
  checks: 'checks of the promises (source whole, target complete or absent, nothing left over)',
} as const;
export type TrustTitle = keyof typeof trustTitles;
export type TrustCounts = Partial<Record<TrustTitle, number>>;

const folder = resolve('test/.reports/trust');

/** Opened at the first count of this process and closed by its end. */
let file: number | undefined;

/** Counts something that has just happened. Written down at once: the processes of a test run are not always let come to their end. */
export function trust(what: TrustTitle, times = 1): void {
  file ??= openCounts();
  writeSync(file, `${JSON.stringify([what, times])}\n`);
}

function openCounts(): number {
  mkdirSync(folder, { recursive: true });
  return openSync(`${folder}/${process.pid}.ndjson`, 'a');
}

/** Forgets what earlier runs counted. */
export function clearTrust(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** What all test processes of this run have counted. */
export function readTrust(): TrustCounts {
  const sum: TrustCounts = {};
  for (const name of namesIn(folder)) {
    for (const line of readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n')) {
      const [what, times] = JSON.parse(line) as [TrustTitle, number];
      sum[what] = (sum[what] ?? 0) + times;
    }
  }
  return sum;
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
