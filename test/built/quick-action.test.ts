import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTarget } from '#engine/transfers';
import packageFacts from '../../package.json' with { type: 'json' };
import { compareTrees } from '../support/compare-trees.ts';
import type { Finder } from '../support/finder.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { missingProgram } from '../support/missing-program.ts';
import { openFinder } from '../support/open-finder.ts';
import { runFerry } from '../support/run-ferry.ts';
import { until } from '../support/watch-staging.ts';

const { bundleIdentifier } = packageFacts.vmFerry;
const reasons = { sh: '', zsh: missingProgram('zsh', 'zsh', '--version') } as const;
const cases = (['sh', 'zsh'] as const).flatMap((shell) =>
  (['copy', 'move'] as const).map((verb) => ({ shell, verb })),
);

/** Node takes no backslash in the path of a module, so neither may an app have one. */
const hostileApp = 'it\'s “VM” $(touch canary) `touch canary` "x" & < ; 渡し e\u0301.app';
const hostileNames = [
  'a b.utm',
  'it\'s "quoted".utm',
  '$(touch canary).utm',
  '`touch canary`; touch canary;.utm',
  'line\nbreak\n.utm',
  '-rf.utm',
  '--help.utm',
  'e\u0301 NFD.utm',
  '\u00e9 NFC.utm',
  '\\n\\t\\.utm',
  '*?[x]{a,b}~!$$.UTM',
];

const requestsOf = (finder: Finder) => finder.transfers().map(({ record }) => record.request);
const canariesOf = (finder: Finder) =>
  execFileSync('find', [finder.home, '-name', 'canary'], { encoding: 'utf8' }) +
  readdirSync('/')
    .filter((name) => name === 'canary')
    .join();
const left = { exitCode: 0, stdout: '' };

describe.each(cases)('a Quick Action picked in Finder, $verb in $shell', ({ shell, verb }) => {
  const reason = reasons[shell];

  it.skipIf(reason !== '')(
    `makes one transfer for each VM, whatever its name${skippedFor(reason)}`,
    async () => {
      const finder = openFinder(hostileApp);
      const paths = hostileNames.map((name) => finder.machine(name));
      const run = await finder.pick(verb, paths, shell);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(requestsOf(finder).map(({ source }) => source)).toEqual(paths);
      const [first] = requestsOf(finder);
      for (const { record, state } of finder.transfers()) {
        expect(state).toBe('needs-target');
        expect(record.request).toMatchObject({
          verb,
          targetFolder: null,
          askedBy: 'quick-action',
          group: first?.group,
        });
      }
      expect(first?.group).toMatch(/^[0-9a-f]{16}$/);
      expect(run.stdout).toBe(
        finder
          .transfers()
          .map(({ id }) => `${id}\n`)
          .join(''),
      );
      await until(() => finder.opens.runs().length > 0);
      expect(finder.opens.runs().map(({ words }) => words)).toEqual([['-g', '-b', bundleIdentifier]]);
      expect(finder.opens.runs()[0]).toMatchObject({
        cwd: '/',
        env: { LC_ALL: 'en_US.UTF-8', HOME: finder.home },
      });
      expect(canariesOf(finder)).toBe('');
    },
  );
});

describe('a Quick Action', () => {
  it('does on this system the whole way: records, a target, a copy that is equal', async () => {
    const finder = openFinder('VM Ferry.app', false);
    const source = finder.machine('Ubuntu.utm');
    const target = join(finder.home, 'T9');
    mkdirSync(target);
    expect(await finder.pick('move', [source], 'sh')).toMatchObject({ exitCode: 0, stderr: '' });
    const [transfer] = finder.transfers();
    expect(transfer?.record.request).toMatchObject({
      verb: 'move',
      source,
      group: null,
      askedBy: 'quick-action',
    });
    const id = transfer?.id ?? '';
    chooseTarget(finder.state, id, target);
    execFileSync('cp', ['-a', source, join(finder.home, 'before')]);
    const options = { env: { VM_FERRY_STATE: finder.state, HOME: finder.home } };
    expect((await runFerry(['run', id], options)).exitCode).toBe(0);
    expect(compareTrees(join(finder.home, 'before'), join(target, 'Ubuntu.utm'))).toEqual([]);
    expect(readdirSync(join(finder.home, 'VMs'))).toEqual([]);
  });

  it('says which things it left out in one alert, takes on the others, and writes both down', async () => {
    const finder = openFinder();
    const good = finder.machine('Good.utm');
    const file = join(finder.home, 'VMs/File.utm');
    const folder = join(finder.home, 'VMs');
    writeFileSync(file, '');
    const run = await finder.pick('copy', [good, file, folder, join(folder, 'Gone.utm'), '--help', ''], 'sh');
    expect(run.exitCode).toBe(0);
    expect(requestsOf(finder)).toMatchObject([{ source: good, group: null }]);
    await until(() => finder.alerts.runs().length > 0);
    const [[title, text] = []] = finder.alerts.alerts();
    expect(title).toBe('VM Ferry left out 5 of the 6 things you selected');
    expect(text).toContain('“File” is not a virtual machine of UTM.\n“VMs” is not a virtual machine of UTM.');
    expect(text).toContain('“Gone” is not there any more.\n“--help” is not there any more.');
    expect(finder.log()[0]).toMatchObject({
      event: 'quick action',
      selected: 6,
      transfers: [finder.transfers()[0]?.id],
      leftOut: [{ path: file }, { path: folder }, {}, {}, {}],
    });
    await until(() => finder.log().some(({ event }) => event === 'alert'));
  });

  it('says what could not become a transfer, and wakes nobody for it', async () => {
    const finder = openFinder();
    expect((await finder.pick('copy', [join(finder.home, 'Gone.utm')], 'sh')).exitCode).toBe(0);
    await until(() => finder.attendants().length === 0 && finder.alerts.runs().length > 0);
    expect(finder.alerts.alerts()).toEqual([
      ['“Gone” is not there any more', 'Nothing was copied. See where it is now, and try again.'],
    ]);
    expect(finder.opens.runs()).toEqual([]);
    expect(finder.log().at(-1)).toMatchObject({
      event: 'alert',
      title: '“Gone” is not there any more',
      problem: '',
    });
    expect(await finder.pick('move', [], 'sh')).toEqual({ ...left, stderr: '' });
    await until(() => finder.alerts.runs().length > 1);
    expect(finder.alerts.alerts()[1]?.[0]).toBe('Nothing was selected');
  });

  it('says so when the state folder cannot be written, and when no alert can be shown', async () => {
    const finder = openFinder();
    const paths = ['A.utm', 'B.utm'].map((name) => finder.machine(name));
    mkdirSync(join(finder.home, '.local'));
    writeFileSync(join(finder.home, '.local/state'), '');
    const run = await finder.pick('copy', paths, 'sh');
    expect(run.exitCode).toBe(0);
    await until(() => finder.alerts.runs().length > 0 && finder.attendants().length === 0);
    const [[title, text] = []] = finder.alerts.alerts();
    expect(title).toBe('VM Ferry took on none of the 2 things you selected');
    expect(text).toMatch(
      /“A” could not be taken on\.\n“B” could not be taken on\.\n\n.*could not be written down in/,
    );
    expect(run.stderr).toContain('ENOTDIR');
    rmSync(join(finder.home, '.local/state'));
    rmSync(finder.alerts.path);
    expect((await finder.pick('copy', ['/gone.utm'], 'sh')).exitCode).toBe(0);
    await until(() => finder.log().length > 1);
    expect(finder.log()[1]).toMatchObject({
      event: 'alert not shown',
      problem: `${finder.alerts.path}: ENOENT`,
    });
  });
});

describe('other programs than those of macOS', () => {
  it('cannot be brought in by the environment, PATH or the working folder', async () => {
    const finder = openFinder('VM Ferry.app', false);
    const evil = { PATH: `${finder.home}:/usr/bin:/bin`, VM_FERRY_OPEN: finder.opens.path };
    await finder.pick('copy', [finder.machine('A.utm'), '/gone.utm'], 'sh', evil);
    await until(() => finder.log().length > 1);
    expect(finder.log()[1]).toMatchObject({ event: 'alert not shown' });
    await finder.dispose();
    expect([...finder.opens.runs(), ...finder.alerts.runs()]).toEqual([]);
  });

  it('need an absolute path', async () => {
    for (const option of ['--open-with=open', '--alert-with=./osascript'])
      expect((await runFerry(['quick-action', option, 'copy', '/x.utm'])).exitCode).toBe(2);
  });
});

describe('ten VMs selected', () => {
  it('give Automator its answer in under a second', async () => {
    const finder = openFinder();
    const paths = Array.from({ length: 10 }, (_, i) => finder.machine(`VM ${i}.utm`));
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      rmSync(finder.state, { recursive: true, force: true });
      const started = performance.now();
      expect(await finder.pick('copy', paths, 'sh')).toMatchObject({ exitCode: 0, stderr: '' });
      times.push(performance.now() - started);
      expect(finder.transfers()).toHaveLength(10);
      await finder.dispose();
    }
    // The issue's own limit. The best of five, since other work on a machine only ever makes it longer.
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});
