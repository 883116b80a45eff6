import { expect, it } from 'vitest';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();
const title = (what: string) => `${what}${skippedFor(missingForTray)}`;

it.skipIf(missingForTray !== '')(
  title('D9: when the page cannot be loaded, the icon still has a menu that says so'),
  async () => {
    const { world } = await scene().start({
      prepare: (each) => {
        each.loadFailure = 'ERR_FILE_NOT_FOUND';
      },
    });
    await until(() => world.trays.length > 0);
    // As long as a page is given to come up.
    await until(() => {
      world.icon.emit('click', {}, world.iconBounds);
      return world.menus.length > 0;
    }, 15);
    expect(world.menus[0]?.[0]).toMatchObject({ enabled: false });
    world.pressMenu('Quit VM Ferry');
    expect(world.hasQuit).toBe(true);
  },
);

it.skipIf(missingForTray !== '')(title('a page that went down is loaded again'), async () => {
  const { world } = await scene().start();
  await world.icon.userClick();
  const before = pageOf(world);
  world.popover.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(world.popover.isVisible()).toBe(false);
  await until(() => pageOf(world) !== before);
  await pageOf(world).getByRole('heading').first().waitFor();
  await world.icon.userClick();
  expect(world.popover.isVisible()).toBe(true);
});
