import { type ChildProcess, spawn } from 'node:child_process';
import { collectOutput, type ProcessRun } from './collect-output.ts';

export interface AutomatorRun {
  readonly child: ChildProcess;
  /** Comes when Automator would see the end: with the pipes closed. */
  readonly ended: Promise<ProcessRun>;
}

/**
 * Runs the line of a Quick Action as Automator is known to: paths as arguments, home as working folder, no LANG, launchd's PATH, no
 * stdin, in a process group of its own. Shows nothing about whether macOS runs it so.
 *
 * @param env on top of that, for what a test must lead elsewhere
 */
export function runAsAutomator(
  command: string,
  paths: readonly string[],
  home: string,
  shell: string,
  env: Readonly<Record<string, string>> = {},
): AutomatorRun {
  // The outer shell closes stdin, which spawn cannot.
  const words = ['-c', 'exec 0<&-; exec "$@"', 'automator', shell, '-c', command, shell, ...paths];
  const child = spawn('/bin/sh', words, {
    cwd: home,
    env: { HOME: home, LANG: '', PATH: '/usr/bin:/bin:/usr/sbin:/sbin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group like that of a launchd job, which macOS ends as a whole.
    detached: true,
  });
  return { child, ended: collectOutput(child) };
}
