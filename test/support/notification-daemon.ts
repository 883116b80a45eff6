import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll } from 'vitest';
import { missingProgram } from './missing-program.ts';
import { until } from './watch-staging.ts';

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly app: string;
}

/** Empty, or why no real notifications can be shown here. */
export const missingForNotifications =
  [
    missingProgram('dunst', 'dunst', '--version'),
    missingProgram('Xvfb', 'xvfb', '-help'),
    missingProgram('dbus-daemon', 'dbus', '--version'),
    missingProgram('notify-send', 'libnotify-bin', '--version'),
  ].find((reason) => reason !== '') ?? '';

/**
 * A real notification daemon (dunst) on a screen without glass (Xvfb) and a bus of its own. Programs that are given `env` show their
 * notifications there. Shows that a notification arrives whole and is understood as it was meant; nothing about macOS.
 */
export class NotificationDaemon {
  readonly env: Readonly<Record<string, string>>;
  private readonly children: readonly ChildProcess[];

  private constructor(env: Record<string, string>, children: readonly ChildProcess[]) {
    this.env = env;
    this.children = children;
  }

  static async start(): Promise<NotificationDaemon> {
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [number] = (await once(screen.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
    const [address] = (await once(bus.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const env = {
      DISPLAY: `:${String(number).trim()}`,
      DBUS_SESSION_BUS_ADDRESS: String(address).trim(),
    };
    const dunst = spawn('dunst', ['-conf', '/dev/null'], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    const daemon = new NotificationDaemon(env, [dunst, bus, screen]);
    await until(() => daemon.tryControl('is-paused') !== undefined);
    return daemon;
  }

  /** All that it was given since it started, oldest first. */
  shown(): ShownNotification[] {
    // What is still on the screen is not in the history yet.
    this.tryControl('close-all');
    const history = JSON.parse(this.tryControl('history') ?? '{"data":[[]]}') as {
      data: [Record<'summary' | 'body' | 'appname', { data: string }>[]];
    };
    return history.data[0]
      .map(({ summary, body, appname }) => ({ title: summary.data, body: body.data, app: appname.data }))
      .reverse();
  }

  stop(): void {
    for (const child of this.children) child.kill('SIGTERM');
  }

  private tryControl(word: string): string | undefined {
    try {
      return execFileSync('dunstctl', [word], {
        env: { ...process.env, ...this.env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return undefined;
    }
  }
}

/** One daemon for all tests of a file, to which their own process sends its notifications. */
export function useNotificationDaemon(reason: string): () => NotificationDaemon {
  let daemon: NotificationDaemon | undefined;
  beforeAll(async () => {
    if (reason !== '') return;
    daemon = await NotificationDaemon.start();
    Object.assign(process.env, daemon.env);
  });
  afterAll(() => daemon?.stop());
  return () => daemon as NotificationDaemon;
}
