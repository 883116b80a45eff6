import { type ChildProcess, spawn } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';

/** A program that was asked to stop by Ctrl-C is given this long before it is told to. */
const patienceMs = 2000;

/** The person who runs the demo wants it to end. */
export class Stopped extends Error {}

export interface ChildOutcome {
  /** Null when a signal ended it. */
  readonly status: number | null;
  /** Both streams; empty when it wrote to the terminal itself. */
  readonly output: string;
}

let isStopping = false;
let running: ChildProcess | undefined;

/**
 * From now on Ctrl-C, a kill and a closed terminal end the program that is running, and then let `runChild` throw Stopped:
 * what is being written must come to rest before it can be removed.
 */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      isStopping = true;
      // Ctrl-C reaches the child by itself, and a second signal would make it stop without cleaning up.
      const child = running;
      if (signal === 'SIGINT') setTimeout(() => child?.kill(), patienceMs).unref();
      else child?.kill();
    });
  // What is said to a closed terminal is nobody's loss, and no reason to leave the work folder behind.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/**
 * Runs a program to its end; undefined when it is not installed.
 *
 * @throws Stopped
 */
export async function runChild(
  command: string,
  words: readonly string[],
  options: { cwd?: string; inTerminal?: boolean } = {},
): Promise<ChildOutcome | undefined> {
  await letSignalsIn();
  const child = spawn(command, words, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: options.inTerminal ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const outcome = await new Promise<ChildOutcome | undefined>((ended, fail) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? ended(undefined) : fail(error),
    );
    child.on('close', (status) => ended({ status, output }));
  });
  running = undefined;
  await letSignalsIn();
  return outcome;
}

/** Signals arrive between two turns of the event loop, so long work in one turn does not see them. */
async function letSignalsIn(): Promise<void> {
  await turn();
  if (isStopping) throw new Stopped();
}
