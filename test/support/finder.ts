import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'plist';
import { listTransfers } from '#engine/transfers';
import { makeAppEngine } from './app-engine.ts';
import { collectOutput, type ProcessRun } from './collect-output.ts';
import { quotedForSh } from './quoted-for-sh.ts';
import { Recorder } from './recorder.ts';
import { ferryPath } from './run-ferry.ts';
import { configBytes } from './sample-configs.ts';
import { until } from './watch-staging.ts';

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
  ) {
    // The outer shell closes stdin, which spawn cannot.
    const words = [
      '-c',
      'exec 0<&-; exec "$@"',
      'automator',
      shell,
      '-c',
      this.command(verb),
      shell,
      ...paths,
    ];
    const child = spawn('/bin/sh', words, {
      cwd: this.home,
      env: { HOME: this.home, LANG: '', PATH: '/usr/bin:/bin:/usr/sbin:/sbin', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group like that of a launchd job, which macOS ends as a whole.
      detached: true,
    });
    return { child, ended: collectOutput(child) };
  }

  /** Process ids of what goes on after Quick Actions have ended. */
  attendants(): number[] {
    return this.processes('quick-action-attend');
  }

  /** Events in the log of the state folder. */
  log(): Record<string, unknown>[] {
    return linesOf(join(this.state, 'log.ndjson'));
  }

  /** Ends what still attends or records, so that no test leaves processes or has its folder filled behind its back. */
  async dispose(): Promise<void> {
    await until(() => {
      const left = this.processes();
      for (const pid of left) endIfThere(pid);
      return left.length === 0;
    });
  }

  /** Processes that were started with a path in our home, and with this word if one is given. */
  private processes(word?: string): number[] {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => {
        const words = commandLineOf(pid);
        return words.some((each) => each.includes(this.home)) && (word === undefined || words.includes(word));
      });
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

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Empty for what is no process, has ended, or ended and is not looked after yet. */
function commandLineOf(pid: number): string[] {
  try {
    return pid > 0 && pid !== process.pid ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') : [];
  } catch {
    return [];
  }
}

export function linesOf(path: string): Record<string, unknown>[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
