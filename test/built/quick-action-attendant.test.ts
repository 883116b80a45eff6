import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  claimQuestion,
  clearTransfer,
  createTransfer,
  isLock,
  questionHolder,
  transferFolder,
} from '#engine/transfers';
import { type Finder, linesOf } from '../support/finder.ts';
import { openFinder } from '../support/open-finder.ts';
import { pickAndClaim } from '../support/pick-and-claim.ts';
import { runFerry } from '../support/run-ferry.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { until } from '../support/watch-staging.ts';

describe('when the menu-bar app does not take up the question', () => {
  it('an alert says so after ten seconds, the action has long ended by then, and nothing is lost', async () => {
    const finder = openFinder();
    const [held, answered] = [openFinder(), openFinder()];
    const vm = finder.machine('Ubuntu.utm');
    const { child, ended } = finder.start('copy', [vm], 'sh');
    expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
    // What launchd does to what a job leaves behind.
    expect(() => process.kill(-(child.pid ?? 0), 'SIGKILL')).toThrow('ESRCH');
    expect(finder.attendants()).toHaveLength(1);
    // The other ways, at the same time: the question is claimed, or claimed and put down.
    const claimed = await pickAndClaim(held, held.machine('Ubuntu.utm'));
    const released = await pickAndClaim(answered, answered.machine('Ubuntu.utm'));
    released.release();
    await until(() => finder.alerts.runs().length > 0);
    expect(finder.alerts.alerts()).toEqual([
      ['VM Ferry does not answer', expect.stringContaining('“Ubuntu” was not copied yet. Open VM Ferry')],
    ]);
    await until(() => finder.attendants().length === 0);
    const id = finder.transfers()[0]?.id ?? '';
    expect(finder.transfers()[0]?.state).toBe('needs-target');
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
    const finder = openFinder();
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
    const finder = openFinder();
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
