import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { collectOutput, type ProcessRun } from './collect-output.ts';

/** The built command line, as users run it. */
export const ferryPath = resolve('dist/engine/ferry.mjs');

/** Transfers of tests must not queue behind those of the person who runs them, nor show up in their list. */
const cacheFolder = resolve('test/.cache');
const stateFolder = `${cacheFolder}/state-${process.pid}`;
process.once('exit', () => rmSync(stateFolder, { recursive: true, force: true }));
sweepStaleStates();

export interface FerryOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
  /** Words before the node command, for example `strace -c`. */
  readonly before?: readonly string[];
}

export interface FerryLine {
  readonly v: number;
  readonly type: 'plan' | 'progress' | 'warning' | 'result' | 'error';
  // biome-ignore lint/suspicious/noExplicitAny: tests look into fields of any line
  readonly [field: string]: any;
}

export interface FerryRun extends ProcessRun {
  /** The lines of stdout that are JSON objects. */
  readonly lines: readonly FerryLine[];
}

/** Starts the built command line; for tests that send signals or look while it works. */
export function startFerry(
  words: readonly string[],
  options: FerryOptions = {},
): { child: ChildProcess; ended: Promise<FerryRun> } {
  if (!existsSync(ferryPath)) throw new Error('dist/engine/ferry.mjs is missing: run `npm run build` first');
  const command = [...(options.before ?? []), options.node ?? process.execPath, ferryPath, ...words];
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', VM_FERRY_STATE: stateFolder, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = collectOutput(child).then((run) => ({ ...run, lines: jsonLines(run.stdout) }));
  return { child, ended };
}

/** Runs the built command line to its end. */
export function runFerry(words: readonly string[], options: FerryOptions = {}): Promise<FerryRun> {
  return startFerry(words, options).ended;
}

function jsonLines(text: string): FerryLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as FerryLine);
}

/** What test runs left that could not clean up after themselves. */
function sweepStaleStates(): void {
  if (!existsSync(cacheFolder)) return;
  for (const name of readdirSync(cacheFolder)) {
    const pid = /^state-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(`${cacheFolder}/${name}`, { recursive: true, force: true });
  }
}
