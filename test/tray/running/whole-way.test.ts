import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listTransfers } from '#engine/transfers';
import { compareTrees } from '../../support/compare-trees.ts';
import { Finder } from '../../support/finder.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForNotifications, useNotificationDaemon } from '../../support/notification-daemon.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const reason = missingForTray || missingForNotifications;
const scene = useScenes();
const daemon = useNotificationDaemon(reason);

/** Nothing is stood in for but Finder, Electron and the person at the panel: their doubles say what they do not prove. */
describe.skipIf(reason !== '')(`from Finder to the notification${skippedFor(reason)}`, () => {
  it('a right-click leads through the folder panel to a real copy, a moving bar and a notification', async () => {
    const finder = new Finder(makeTempFolder(), 'VM Ferry.app', false);
    onTestFinished(() => finder.dispose());
    const { start, makeBundle } = scene();
    const bundle = makeBundle('渡し "VM" $(id)', 1500);
    const target = join(finder.home, 'T9');
    mkdirSync(target);
    const { world, electron } = await start({ state: finder.state, engine: dirname(finder.launcher) });
    world.chooseFolder = async () => [target];
    const transfer = () =>
      listTransfers(finder.state).flatMap((view) => (view.kind === 'transfer' ? view : []))[0];

    expect(await finder.pick('copy', [bundle], 'sh')).toMatchObject({ exitCode: 0, stderr: '' });
    // What “open -g” of the Quick Action is to an app that runs: it must not open the popover beside the panel.
    electron.app.emit('activate', {}, false);
    await until(() => world.panels.length === 1);
    expect(world.panels[0]?.message).toContain('渡し "VM" $(id)');
    expect(world.popover.isVisible()).toBe(false);

    await world.icon.userClick();
    const bar = pageOf(world).getByRole('progressbar').last();
    const seen = new Set<string>();
    await until(() => transfer()?.state === 'copying');
    while (transfer()?.state === 'copying') {
      seen.add((await bar.getAttribute('aria-valuenow').catch(() => null)) ?? '');
      if (seen.size === 4) await pageOf(world).screenshot({ path: 'test/.reports/tray-copying.png' });
    }
    expect(seen.size).toBeGreaterThan(3);
    expect(world.awake.size).toBe(1);

    await until(() => transfer()?.state === 'done', 40);
    expect(compareTrees(bundle, join(target, '渡し "VM" $(id).utm'))).toEqual([]);
    await until(() => daemon().shown().length === 1);
    expect(daemon().shown()[0]).toMatchObject({
      title: expect.stringContaining('渡し "VM" $(id)'),
      body: expect.stringContaining('T9'),
    });
    await pageOf(world)
      .getByRole('button', { name: /show in finder/i })
      .first()
      .click();
    await until(() => world.shownFiles.length === 1);
    expect(world.shownFiles).toEqual([transfer()?.record.target]);
    await pageOf(world).screenshot({ path: 'test/.reports/tray-done.png' });
    expect(world.icon.changes.some(({ value }) => value.startsWith('progress'))).toBe(true);
    await until(() => world.awake.size === 0 && world.icon.image === 'idle');
  });
});
