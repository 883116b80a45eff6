import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  chooseTarget,
  claimQuestion,
  clearTransfer,
  createTransfer,
  isLock,
  listTransfers,
  questionHolder,
  transferFolder,
} from '#engine/transfers';
import packageFacts from '../../package.json' with { type: 'json' };
import { compareTrees } from '../support/compare-trees.ts';
import { Finder, linesOf, makeMachine } from '../support/finder.ts';
import { skippedFor } from '../support/loop-volume.ts';
import { missingProgram } from '../support/missing-program.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { configBytes } from '../support/sample-configs.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
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

const open = (app?: string, isRecorded = true): Finder => {
  const finder = new Finder(makeTempFolder(), app, isRecorded);
  // Before the folder goes: what was registered last is done first.
  onTestFinished(() => finder.dispose());
  return finder;
};
const machine = (finder: Finder, name: string) =>
  makeMachine(join(finder.home, 'VMs', name), configBytes('QEMU 4'));
const transfersOf = (finder: Finder) =>
  listTransfers(finder.state).flatMap((view) => (view.kind === 'transfer' ? view : []));
const requestsOf = (finder: Finder) => transfersOf(finder).map(({ record }) => record.request);
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
      const finder = open(hostileApp);
      const paths = hostileNames.map((name) => machine(finder, name));
      const run = await finder.pick(verb, paths, shell);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(requestsOf(finder).map(({ source }) => source)).toEqual(paths);
      const [first] = requestsOf(finder);
      for (const { record, state } of transfersOf(finder)) {
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
        transfersOf(finder)
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
    const finder = open('VM Ferry.app', false);
    const source = machine(finder, 'Ubuntu.utm');
    const target = join(finder.home, 'T9');
    mkdirSync(target);
    expect(await finder.pick('move', [source], 'sh')).toMatchObject({ exitCode: 0, stderr: '' });
    const [transfer] = transfersOf(finder);
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
    const finder = open();
    const good = machine(finder, 'Good.utm');
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
      transfers: [transfersOf(finder)[0]?.id],
      leftOut: [{ path: file }, { path: folder }, {}, {}, {}],
    });
    await until(() => finder.log().some(({ event }) => event === 'alert'));
  });

  it('says what could not become a transfer, and wakes nobody for it', async () => {
    const finder = open();
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
    const finder = open();
    const paths = ['A.utm', 'B.utm'].map((name) => machine(finder, name));
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

describe('a VM that is in hand already', () => {
  it('is not asked for twice: while it waits, is copied, or pauses', async () => {
    const finder = open();
    const vm = machine(finder, 'Ubuntu.utm');
    const claim = await pickAndClaim(finder, vm);
    expect(await finder.pick('copy', [vm], 'sh')).toMatchObject({ exitCode: 0 });
    await until(() => finder.alerts.runs().length === 1);
    expect(finder.alerts.alerts()[0]).toEqual([
      '“Ubuntu” waits to be copied already',
      'Choose a folder for it in VM Ferry in the menu bar.',
    ]);
    // The app may not run any more: it is woken for the question that is open still.
    await until(() => finder.opens.runs().length === 2);
    expect(transfersOf(finder)).toHaveLength(1);

    const id = transfersOf(finder)[0]?.id ?? '';
    execFileSync('truncate', ['-s', '0', join(vm, 'Data/disk.img')]);
    execFileSync('dd', ['if=/dev/zero', `of=${vm}/Data/disk.img`, 'bs=1M', 'count=700'], { stdio: 'ignore' });
    mkdirSync(join(finder.home, 'T9'));
    chooseTarget(finder.state, id, join(finder.home, 'T9'));
    const options = { env: { VM_FERRY_STATE: finder.state } };
    claim.release();
    const { ended } = startFerry(['run', id], options);
    await until(() => (transfersOf(finder)[0]?.record.counters.copiedBytes ?? 0) > 0);
    await runFerry(['pause', id], options);
    await until(() => transfersOf(finder)[0]?.state === 'paused');
    await finder.pick('move', [vm], 'sh');
    await until(() => finder.alerts.runs().length === 2);
    expect(finder.alerts.alerts()[1]).toEqual([
      '“Ubuntu” is being copied already',
      'It is paused. Go on with it in VM Ferry in the menu bar.',
    ]);
    expect(transfersOf(finder)).toHaveLength(1);

    await runFerry(['continue', id], options);
    expect((await ended).exitCode).toBe(0);
    await finder.pick('copy', [vm], 'sh');
    expect(transfersOf(finder).map(({ state }) => state)).toEqual(['done', 'needs-target']);
    expect(finder.alerts.runs()).toHaveLength(2);
  });

  it('that was interrupted is gone on with instead', async () => {
    const finder = open();
    const vm = machine(finder, 'Ubuntu.utm');
    execFileSync('dd', ['if=/dev/zero', `of=${vm}/Data/disk.img`, 'bs=1M', 'count=700'], { stdio: 'ignore' });
    mkdirSync(join(finder.home, 'T9'));
    const options = { env: { VM_FERRY_STATE: finder.state } };
    const { child, ended } = startFerry(['copy', vm, join(finder.home, 'T9')], options);
    await until(() => (transfersOf(finder)[0]?.record.counters.copiedBytes ?? 0) > 0);
    child.kill('SIGKILL');
    await ended;
    await finder.pick('copy', [vm], 'sh');
    await until(() => finder.alerts.runs().length === 1);
    expect(finder.alerts.alerts()[0]?.[0]).toBe(
      '“Ubuntu” was being copied already, and that was interrupted',
    );
    expect(transfersOf(finder)).toHaveLength(1);
  });

  it('is one VM by whatever path, and for however many at the same moment', async () => {
    const finder = open();
    const vm = machine(finder, 'Ubuntu.utm');
    symlinkSync(vm, join(finder.home, 'VMs/Other name.utm'));
    symlinkSync(join(finder.home, 'VMs'), join(finder.home, 'Also'));
    const paths = [
      vm,
      `${vm}/`,
      join(finder.home, 'VMs/Other name.utm'),
      join(finder.home, 'Also/Ubuntu.utm'),
    ];
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => finder.pick('copy', paths, 'sh')));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect(transfersOf(finder)).toHaveLength(1);
  });
});

describe('when the menu-bar app does not take up the question', () => {
  it('an alert says so after ten seconds, the action has long ended by then, and nothing is lost', async () => {
    const finder = open();
    const [held, answered] = [open(), open()];
    const vm = machine(finder, 'Ubuntu.utm');
    const { child, ended } = finder.start('copy', [vm], 'sh');
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
    // What launchd does to what a job leaves behind.
    expect(() => process.kill(-(child.pid ?? 0), 'SIGKILL')).toThrow('ESRCH');
    expect(finder.attendants()).toHaveLength(1);
    // The other ways, at the same time: the question is claimed, or claimed and put down.
    const claimed = await pickAndClaim(held, machine(held, 'Ubuntu.utm'));
    const released = await pickAndClaim(answered, machine(answered, 'Ubuntu.utm'));
    released.release();
    await until(() => finder.alerts.runs().length > 0);
    expect(finder.alerts.alerts()).toEqual([
      ['VM Ferry does not answer', expect.stringContaining('“Ubuntu” was not copied yet. Open VM Ferry')],
    ]);
    await until(() => finder.attendants().length === 0);
    const id = transfersOf(finder)[0]?.id ?? '';
    expect(transfersOf(finder)[0]?.state).toBe('needs-target');
    expect(linesOf(join(transferFolder(finder.state, id), 'log.ndjson'))).toMatchObject([
      { event: 'nobody asked for the target', patienceMs: 10_000 },
    ]);
    expect(finder.log().map(({ event }) => event)).toEqual(['quick action', 'alert']);
    const [chosen] = finder.log();
    const asked = Date.parse(String(chosen?.at));
    expect(Date.parse(String(finder.log()[1]?.at)) - asked).toBeGreaterThanOrEqual(9_900);
    for (const quiet of [held, answered]) {
      await until(() => quiet.attendants().length === 0);
      expect(quiet.alerts.runs()).toEqual([]);
    }
    claimed.release();
  });

  const attend = (finder: Finder, ids: readonly string[]) =>
    runFerry(
      ['quick-action-attend', '--patience-ms=700', '--wake', `--open-with=${finder.opens.path}`].concat(
        `--alert-with=${finder.alerts.path}`,
        ids,
      ),
      { env: { VM_FERRY_STATE: finder.state } },
    );
  const need = (finder: Finder) =>
    createTransfer(finder.state, { ...transferRequest('/VMs/A.utm', ''), targetFolder: null });

  it('one claim does for all that were selected together; so does a target, or a transfer that was taken back', async () => {
    const finder = open();
    const ids = [need(finder), need(finder), need(finder)];
    const claim = claimQuestion(finder.state, ids[1] ?? '');
    await attend(finder, ids);
    if (isLock(claim)) claim.release();
    const started = createTransfer(finder.state, transferRequest('/VMs/B.utm', '/T9'));
    await attend(finder, [started]);
    const gone = createTransfer(finder.state, transferRequest('/VMs/C.utm', '/nowhere'));
    await runFerry(['cancel', gone], { env: { VM_FERRY_STATE: finder.state } });
    expect(clearTransfer(finder.state, gone).kind).toBe('cleared');
    await attend(finder, [gone]);
    expect(finder.alerts.runs()).toEqual([]);
  });

  it('a claim whose holder died does not count, and a Mac that could not open the app is told apart', async () => {
    const finder = open();
    const id = need(finder);
    const door = resolve('engine/transfers/index.ts');
    const program = `import { claimQuestion } from ${JSON.stringify(door)};
      claimQuestion(...process.argv.slice(1)); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program, finder.state, id]);
    await until(() => questionHolder(finder.state, id) !== undefined);
    holder.kill('SIGKILL');
    await until(() => questionHolder(finder.state, id) === undefined);
    rmSync(finder.opens.path);
    await attend(finder, [id]);
    expect(finder.alerts.alerts()).toEqual([
      [
        'VM Ferry does not answer',
        expect.stringContaining('because VM Ferry could not be opened. Install it again'),
      ],
    ]);
    expect(finder.log()[0]).toMatchObject({
      event: 'app not opened',
      problem: `${finder.opens.path}: ENOENT`,
    });
  });
});

describe('other programs than those of macOS', () => {
  it('cannot be brought in by the environment, PATH or the working folder', async () => {
    const finder = open('VM Ferry.app', false);
    const evil = { PATH: `${finder.home}:/usr/bin:/bin`, VM_FERRY_OPEN: finder.opens.path };
    await finder.pick('copy', [machine(finder, 'A.utm'), '/gone.utm'], 'sh', evil);
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
    const finder = open();
    const paths = Array.from({ length: 10 }, (_, i) => machine(finder, `VM ${i}.utm`));
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      rmSync(finder.state, { recursive: true, force: true });
      const started = performance.now();
      expect(await finder.pick('copy', paths, 'sh')).toMatchObject({ exitCode: 0, stderr: '' });
      times.push(performance.now() - started);
      expect(transfersOf(finder)).toHaveLength(10);
      await finder.dispose();
    }
    // The issue's own limit. The best of five, since other work on a machine only ever makes it longer.
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});

/** The menu-bar app takes up the question at once. */
async function pickAndClaim(finder: Finder, vm: string) {
  await finder.pick('copy', [vm], 'sh');
  const claim = claimQuestion(finder.state, transfersOf(finder)[0]?.id ?? '');
  if (!isLock(claim)) throw new Error('somebody else holds the question');
  return claim;
}
