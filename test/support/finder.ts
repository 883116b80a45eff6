import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'plist';
import { listTransfers } from '#engine/transfers';
import { makeAppEngine } from './app-engine.ts';
import { type AutomatorRun, runAsAutomator } from './automator.ts';
import type { ProcessRun } from './collect-output.ts';
import { endProcessesOf, processesOf } from './processes-of.ts';
import { quotedForSh } from './quoted-for-sh.ts';
import { Recorder } from './recorder.ts';
import { ferryPath } from './run-ferry.ts';
import { configBytes } from './sample-configs.ts';

/**
 * Stands in for Finder and Automator: installs both Quick Actions for an app with the built engine, and runs their command as
 * Automator is known to: paths as arguments, home as working folder, no LANG, launchd's PATH, no stdin. It shows that the bundles,
 * their command, the launcher and the engine fit together; nothing about whether macOS offers and runs them so.
 */
export class Finder {
  readonly home: string;
  readonly services: string;
  readonly state: string;
  readonly launcher: string;
  readonly alerts: Recorder;
  readonly opens: Recorder;

  /**
   * @param home an empty folder
   * @param app name of the app in it
   * @param isRecorded whether `open` and `osascript` are recorded; else the launcher itself is in the command, and there are none
   */
  constructor(home: string, app = 'VM Ferry.app', isRecorded = true) {
    this.home = home;
    this.services = join(home, 'Library/Services');
    this.state = join(home, '.local/state/vm-ferry');
    this.alerts = new Recorder(join(home, 'osascript'));
    this.opens = new Recorder(join(home, 'open'));
    this.launcher = makeAppEngine(join(home, 'Applications', app), ferryPath, this.alerts.path);
    const launcher = isRecorded ? this.recordingLauncher() : this.launcher;
    const words = ['quick-action/write-bundles.ts', this.services, '--launcher', launcher];
    execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** A virtual machine by a real config, with a disk image of some bytes. @returns its path */
  machine(name: string): string {
    const path = join(this.home, 'VMs', name);
    mkdirSync(join(path, 'Data'), { recursive: true });
    writeFileSync(join(path, 'config.plist'), configBytes('QEMU 4'));
    writeFileSync(join(path, 'Data/disk.img'), 'not much');
    return path;
  }

  transfers() {
    return listTransfers(this.state).flatMap((view) => (view.kind === 'transfer' ? view : []));
  }

  /** The line in an installed bundle. */
  command(verb: 'copy' | 'move'): string {
    const title = verb === 'copy' ? 'Copy VM with Ferry…' : 'Move VM with Ferry…';
    const xml = readFileSync(join(this.services, `${title}.workflow`, 'Contents/document.wflow'), 'utf8');
    const document = parse(xml) as {
      actions: { action: { ActionParameters: { COMMAND_STRING: string } } }[];
    };
    return document.actions[0]?.action.ActionParameters.COMMAND_STRING ?? '';
  }

  /** Picks a Quick Action with these paths selected; ends when Automator would see it end: with its pipes closed. */
  pick(
    verb: 'copy' | 'move',
    paths: readonly string[],
    shell = 'zsh',
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProcessRun> {
    return this.start(verb, paths, shell, env).ended;
  }

  start(
    verb: 'copy' | 'move',
    paths: readonly string[],
    shell = 'zsh',
    env: Readonly<Record<string, string>> = {},
  ): AutomatorRun {
    return runAsAutomator(this.command(verb), paths, this.home, shell, env);
  }

  /** Process ids of what goes on after Quick Actions have ended. */
  attendants(): number[] {
    return processesOf(this.home, 'quick-action-attend');
  }

  /** Events in the log of the state folder. */
  log(): Record<string, unknown>[] {
    return linesOf(join(this.state, 'log.ndjson'));
  }

  /** Ends what still attends or records. */
  dispose(): Promise<void> {
    return endProcessesOf(this.home);
  }

  /** Between command and launcher: names the recorders by their absolute paths, and changes nothing else. */
  private recordingLauncher(): string {
    const path = join(dirname(this.launcher), 'recording ferry');
    const options = [`--open-with=${this.opens.path}`, `--alert-with=${this.alerts.path}`];
    const words = quotedForSh(this.launcher, 'quick-action', ...options);
    writeFileSync(path, `#!/bin/sh\nshift\nexec ${words} "$@"\n`, { mode: 0o755 });
    return path;
  }
}

export function linesOf(path: string): Record<string, unknown>[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
