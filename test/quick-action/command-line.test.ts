import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildQuickAction } from '../../quick-action/index.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { missingProgram } from '../support/missing-program.ts';
import { Recorder } from '../support/recorder.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/*
 * Everything here happens in a folder that is also the home and working folder of the shells: a word that is taken for
 * something else would leave a file called `canary` in it, or miss in what the recorders wrote down.
 */
let home: string;
let alerts: Recorder;

beforeEach(() => {
  home = makeTempFolder();
  alerts = new Recorder(join(home, 'osascript'));
});

const hostilePaths = [
  '/VMs/a b.utm',
  "/VMs/it's.utm",
  '/VMs/"quoted" “so”.utm',
  '/VMs/$(touch canary).utm',
  '/VMs/`touch canary`; touch canary; .utm',
  '/VMs/line\nbreak.utm\n',
  '-rf.utm',
  '--help',
  '/VMs/-n.utm',
  '/VMs/*.utm',
  '/VMs/~/{a,b}/[x]?.utm',
  '/VMs/\\n\\.utm',
  '/VMs/e\u0301 é.utm',
  '/VMs/!$$&|<>#%.utm',
  '',
];
const hostileApps = [
  'VM Ferry.app',
  'it\'s $(touch canary) `touch canary` "x" & < > | ; !! \\ 渡し e\u0301.app',
];
const shells = [
  { shell: 'sh', words: ['-c'], reason: '' },
  { shell: 'zsh', words: ['-c'], reason: missingProgram('zsh', 'zsh', '--version') },
];

const commandFor = (launcherPath: string, alertPath = alerts.path) =>
  buildQuickAction({
    verb: 'move',
    launcherPath,
    language: 'en',
    bundleIdentifier: 'org.example.Ferry',
    alertPath,
  }).command;

/** As Automator runs it: command, then arguments; `$0` is the shell's name. */
const run = (shell: string, command: string, paths: readonly string[]) =>
  spawnSync(shell, ['-c', command, shell, ...paths], {
    encoding: 'utf8',
    cwd: home,
    env: { HOME: home, PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const canaries = () =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('canary'));

describe.each(shells)('the command in a real $shell', ({ shell, reason }) => {
  it.skipIf(reason !== '').each(hostileApps)(`is one clean line for %j${skippedFor(reason)}`, (app) => {
    const command = commandFor(join('/Applications', app, 'ferry'));
    const file = join(home, 'command');
    writeFileSync(file, command);
    expect(command).not.toContain('\n');
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(reason !== '').each(hostileApps)(
    `becomes the launcher, with each path as one word: %j${skippedFor(reason)}`,
    (app) => {
      const launcher = join(home, app, 'engine/ferry');
      mkdirSync(dirname(launcher), { recursive: true });
      const recorder = new Recorder(launcher);
      const ended = run(shell, commandFor(launcher), hostilePaths);
      expect(ended).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(recorder.runs().map(({ words }) => words)).toEqual([['quick-action', 'move', ...hostilePaths]]);
      expect(alerts.runs()).toEqual([]);
      expect(canaries()).toEqual([]);
    },
  );

  it.skipIf(reason !== '').each(hostileApps)(
    `gives one alert and 0 when the launcher is gone: %j${skippedFor(reason)}`,
    (app) => {
      const folder = join(home, app);
      const ended = run(shell, commandFor(join(folder, 'Contents/ferry')), hostilePaths);
      expect(ended).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(alerts.alerts()).toEqual([
        [
          'VM Ferry cannot be found',
          expect.stringContaining(`Nothing was moved. VM Ferry should be at “${folder}”.`),
        ],
      ]);
      expect(alerts.runs()[0]?.words.slice(0, -2)).toEqual([
        '-e',
        'on run argv',
        '-e',
        'activate',
        '-e',
        'display alert (item 1 of argv) message (item 2 of argv)',
        '-e',
        'end run',
      ]);
      expect(alerts.runs()[0]?.env.LANG).toBe('en_US.UTF-8');
      expect(canaries()).toEqual([]);
    },
  );

  it.skipIf(reason !== '')(
    `also when a folder is in its place, or no alert can be shown${skippedFor(reason)}`,
    () => {
      mkdirSync(join(home, 'ferry'));
      expect(run(shell, commandFor(join(home, 'ferry')), ['/x.utm']).status).toBe(0);
      expect(alerts.runs()).toHaveLength(1);
      const failing = new Recorder(join(home, 'failing'), 1);
      expect(run(shell, commandFor(join(home, 'nothing'), failing.path), ['/x.utm']).status).toBe(0);
      expect(run(shell, commandFor(join(home, 'nothing'), join(home, 'nothing')), ['/x.utm']).status).toBe(0);
    },
  );
});

describe('the command', () => {
  it('is the launcher, the verb and the selection', () => {
    expect(commandFor('/A pp/ferry')).toContain(`exec '/A pp/ferry' quick-action move "$@";`);
  });

  it('takes osascript from where macOS has it', () => {
    const request = {
      verb: 'copy',
      launcherPath: '/f',
      language: 'zh-Hans',
      bundleIdentifier: 'org.example.Ferry',
    } as const;
    expect(buildQuickAction(request).command).toContain(` '/usr/bin/osascript' -e `);
  });
});
