import { spawn } from 'node:child_process';
import type { NativePrograms } from '#engine';
import type { Alert } from './alerts.ts';

/** What is left to do when Automator has its answer. */
export interface Attendance {
  /** Transfers whose question somebody must ask. */
  readonly ids: readonly string[];
  /** What has to be told at once. */
  readonly alert: Alert | undefined;
  /** Whether the menu-bar app has anything to do. */
  readonly wake: boolean;
  readonly programs: NativePrograms;
}

/**
 * Starts the attendant: this same program, in a session of its own and without our descriptors, so that Automator sees the action
 * end now and nothing of it is ended with the action.
 *
 * @returns what went wrong, in words; empty when it runs
 */
export function startAttendant({ ids, alert, wake, programs }: Attendance): Promise<string> {
  const words = [
    process.argv[1] ?? '',
    'quick-action-attend',
    ...(programs.open === undefined ? [] : [`--open-with=${programs.open}`]),
    ...(programs.alert === undefined ? [] : [`--alert-with=${programs.alert}`]),
    ...(alert === undefined ? [] : [`--title=${alert.title}`, `--text=${alert.text}`]),
    ...(wake ? ['--wake'] : []),
    ...ids,
  ];
  return new Promise((started) => {
    const child = spawn(process.execPath, words, { detached: true, stdio: 'ignore', cwd: '/' });
    child.on('error', (thrown) => started(thrown.message));
    child.on('spawn', () => started(''));
    child.unref();
  });
}
