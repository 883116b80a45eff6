import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTarget } from '#engine/transfers';
import { openFinder } from '../support/open-finder.ts';
import { pickAndClaim } from '../support/pick-and-claim.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { until } from '../support/watch-staging.ts';

describe('a VM that is in hand already', () => {
  it('is not asked for twice: while it waits, is copied, or pauses', async () => {
    const finder = openFinder();
    const vm = finder.machine('Ubuntu.utm');
    const claim = await pickAndClaim(finder, vm);
    expect(await finder.pick('copy', [vm], 'sh')).toMatchObject({ exitCode: 0 });
    await until(() => finder.alerts.runs().length === 1);
    expect(finder.alerts.alerts()[0]).toEqual([
      '“Ubuntu” waits to be copied already',
      'Choose a folder for it in VM Ferry in the menu bar.',
    ]);
    // The app may not run any more: it is woken for the question that is open still.
    await until(() => finder.opens.runs().length === 2);
    expect(finder.transfers()).toHaveLength(1);

    const id = finder.transfers()[0]?.id ?? '';
    execFileSync('truncate', ['-s', '0', join(vm, 'Data/disk.img')]);
    execFileSync('dd', ['if=/dev/zero', `of=${vm}/Data/disk.img`, 'bs=1M', 'count=700'], { stdio: 'ignore' });
    mkdirSync(join(finder.home, 'T9'));
    chooseTarget(finder.state, id, join(finder.home, 'T9'));
    const options = { env: { VM_FERRY_STATE: finder.state } };
    claim.release();
    const { ended } = startFerry(['run', id], options);
    await until(() => (finder.transfers()[0]?.record.counters.copiedBytes ?? 0) > 0);
    await runFerry(['pause', id], options);
    await until(() => finder.transfers()[0]?.state === 'paused');
    await finder.pick('move', [vm], 'sh');
    await until(() => finder.alerts.runs().length === 2);
    expect(finder.alerts.alerts()[1]).toEqual([
      '“Ubuntu” is being copied already',
      'It is paused. Go on with it in VM Ferry in the menu bar.',
    ]);
    expect(finder.transfers()).toHaveLength(1);

    await runFerry(['continue', id], options);
    expect((await ended).exitCode).toBe(0);
    await finder.pick('copy', [vm], 'sh');
    expect(finder.transfers().map(({ state }) => state)).toEqual(['done', 'needs-target']);
    expect(finder.alerts.runs()).toHaveLength(2);
  });

  it('that was interrupted is gone on with instead', async () => {
    const finder = openFinder();
    const vm = finder.machine('Ubuntu.utm');
    execFileSync('dd', ['if=/dev/zero', `of=${vm}/Data/disk.img`, 'bs=1M', 'count=700'], { stdio: 'ignore' });
    mkdirSync(join(finder.home, 'T9'));
    const options = { env: { VM_FERRY_STATE: finder.state } };
    const { child, ended } = startFerry(['copy', vm, join(finder.home, 'T9')], options);
    await until(() => (finder.transfers()[0]?.record.counters.copiedBytes ?? 0) > 0);
    child.kill('SIGKILL');
    await ended;
    await finder.pick('copy', [vm], 'sh');
    await until(() => finder.alerts.runs().length === 1);
    expect(finder.alerts.alerts()[0]?.[0]).toBe(
      '“Ubuntu” was being copied already, and that was interrupted',
    );
    expect(finder.transfers()).toHaveLength(1);
  });

  it('is one VM by whatever path, and for however many at the same moment', async () => {
    const finder = openFinder();
    const vm = finder.machine('Ubuntu.utm');
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
    expect(finder.transfers()).toHaveLength(1);
  });
});
