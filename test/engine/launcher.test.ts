import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAppEngine } from '../support/app-engine.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { missingProgram } from '../support/missing-program.ts';
import { Recorder } from '../support/recorder.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/** In place of the engine: says how it was started, and ends as the first word that is a number wants. */
const speakingEngine = `console.log(JSON.stringify({ words: process.argv.slice(2), file: process.argv[1],
  node: process.argv0, cwd: process.cwd(), env: process.env }));
process.exit(Number(process.argv.slice(2).find((word) => /^\\d+$/.test(word)) ?? 0));`;

let home: string;
let alerts: Recorder;
let launcher: string;

beforeEach(() => {
  home = makeTempFolder();
  alerts = new Recorder(join(home, 'osascript'));
  writeFileSync(join(home, 'engine.mjs'), speakingEngine);
  launcher = appAt('VM Ferry.app');
});

const appAt = (name: string) => makeAppEngine(join(home, name), join(home, 'engine.mjs'), alerts.path);
const start = (
  path: string,
  words: readonly string[] = [],
  env: Record<string, string> = {},
  cwd: string = home,
): SpawnSyncReturns<string> => spawnSync(path, words, { encoding: 'utf8', env, cwd });
const said = (run: SpawnSyncReturns<string>) => JSON.parse(run.stdout);

describe('the launcher', () => {
  const noBash = missingProgram('bash', 'bash', '--version');
  it.skipIf(noBash !== '')(`means the same to bash, which is the sh of a Mac${skippedFor(noBash)}`, () => {
    const words = ['copy', 'a b', "it's"];
    symlinkSync(launcher, join(home, 'link\n'));
    const run = spawnSync('bash', ['--posix', join(home, 'link\n'), ...words], { encoding: 'utf8', env: {} });
    expect(said(run)).toMatchObject({ words, env: { LC_ALL: 'en_US.UTF-8' } });
    rmSync(join(dirname(launcher), 'node'));
    expect(spawnSync('bash', ['--posix', launcher, 'quick-action', 'copy'], { env: {} }).status).toBe(0);
    expect(alerts.runs()).toHaveLength(1);
  });

  it('starts the engine and the Node beside it, with all words as they are', () => {
    const words = [
      'copy',
      '',
      'a b',
      '$(touch x)',
      'it\'s “q” "',
      'line\nbreak\n',
      '-n',
      '*',
      '\\',
      'e\u0301',
    ];
    const run = start(launcher, words);
    expect(run.status).toBe(0);
    const folder = dirname(launcher);
    expect(said(run)).toMatchObject({ words, node: join(folder, 'node') });
    expect(realpathSync(said(run).file)).toBe(join(folder, 'ferry.mjs'));
  });

  it.each([
    'VM Ferry.app',
    'Über “Ferry” 渡し e\u0301.app',
    'it\'s $(touch canary) `touch canary` "x" ;&|.app',
    '-n.app',
    'line\nbreak\n.app\n',
  ])('works from %j, directly and through links', (name) => {
    const path = appAt(`apps/${name}`);
    symlinkSync(path, join(home, 'absolute link'));
    symlinkSync(join('apps', name, 'Contents/Resources/engine/ferry'), join(home, '-relative'));
    symlinkSync('-relative', join(home, 'twice\n'));
    symlinkSync('twice\n', join(home, 'thrice'));
    mkdirSync(join(home, 'in\n'));
    symlinkSync('../thrice', join(home, 'in\n/link'));
    symlinkSync('ferry', join(dirname(path), 'beside'));
    symlinkSync(join(dirname(path), 'beside'), join(home, 'over there'));
    for (const link of ['absolute link', '-relative', 'twice\n', 'thrice', 'in\n/link', 'over there'])
      expect(said(start(join(home, link), ['x']))).toMatchObject({ words: ['x'] });
    expect(said(start(path, ['x'])).node).toBe(join(dirname(path), 'node'));
    expect(said(spawnSync('/bin/sh', ['./-relative', 'x'], { encoding: 'utf8', cwd: home })).words).toEqual([
      'x',
    ]);
    expect(spawnSync('ls', ['canary'], { cwd: home }).status).not.toBe(0);
  });

  it('ends as the engine does', () => {
    expect(start(launcher, ['copy', '7']).status).toBe(7);
    expect(alerts.runs()).toEqual([]);
  });

  it('keeps the working folder of a terminal, and none for a Quick Action', () => {
    expect(said(start(launcher, ['copy'])).cwd).toBe(home);
    expect(said(start(launcher, ['quick-action', 'copy'])).cwd).toBe('/');
  });

  it('gives a minimal PATH and a UTF-8 locale, and keeps one that is UTF-8 already', () => {
    const bare = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8' };
    expect(said(start(launcher)).env).toMatchObject(bare);
    expect(said(start(launcher, [], { LANG: '', LC_ALL: 'C', PATH: '/evil' })).env).toMatchObject(bare);
    const chinese = said(start(launcher, [], { LANG: 'zh_CN.UTF-8' })).env;
    expect(chinese).toMatchObject({ LANG: 'zh_CN.UTF-8' });
    expect(chinese.LC_ALL).toBeUndefined();
  });

  it('takes no Node from PATH, and lets no variable load something into its own', () => {
    const evil = join(home, 'evil');
    mkdirSync(evil);
    const programs = ['node', 'readlink', 'dirname'].map((name) => new Recorder(join(evil, name)));
    writeFileSync(join(evil, 'load.mjs'), `console.log('loaded')`);
    symlinkSync(launcher, join(home, 'link'));
    const run = start(join(home, 'link'), [], {
      PATH: evil,
      NODE_OPTIONS: `--import ${join(evil, 'load.mjs')}`,
      NODE_PATH: evil,
      CDPATH: evil,
    });
    expect(said(run).env).not.toHaveProperty('NODE_OPTIONS');
    expect(said(run).env).not.toHaveProperty('NODE_PATH');
    expect(programs.flatMap((program) => program.runs())).toEqual([]);
  });
});

describe('a launcher whose parts are missing', () => {
  it.each(['node', 'ferry.mjs'])('says so in a terminal: %s', (part) => {
    rmSync(join(dirname(launcher), part));
    const run = start(launcher, ['copy', 'x']);
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('Install VM Ferry again');
    expect(alerts.runs()).toEqual([]);
  });

  it.each(['node', 'ferry.mjs'])('shows one alert from Finder, and answers 0: %s', (part) => {
    rmSync(join(dirname(launcher), part));
    const run = start(launcher, ['quick-action', 'copy', '/x.utm']);
    expect(run.status).toBe(0);
    expect(alerts.alerts()).toEqual([
      ['VM Ferry could not start', expect.stringContaining('A part of VM Ferry is missing.')],
    ]);
  });

  it('also when the engine is there and dies', () => {
    const run = start(launcher, ['quick-action', 'copy', '9']);
    expect(run.status).toBe(0);
    expect(alerts.alerts()).toEqual([
      ['VM Ferry could not start', expect.stringContaining('Something unexpected happened.')],
    ]);
  });

  it('and needs no alert program to end in order', () => {
    rmSync(join(dirname(launcher), 'node'));
    rmSync(alerts.path);
    expect(start(launcher, ['quick-action', 'copy', '/x.utm'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('VM Ferry could not start'),
    });
  });
});
