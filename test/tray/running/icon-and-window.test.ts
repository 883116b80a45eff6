import { describe, expect, it } from 'vitest';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();

/** Defects of menubar 9.5.3 by their numbers in the research (tray.md §1), as promises of ours. D9 is in broken-page.test.ts. */
describe.skipIf(missingForTray !== '')(`the icon and its popover${skippedFor(missingForTray)}`, () => {
  it('open where the icon is, as a panel over every Space, without a Dock icon', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    expect(world.popover.isVisible()).toBe(true);
    expect(world.popover.getBounds()).toMatchObject({ x: 1017, y: 42, width: 360 });
    expect(world.popover.options).toMatchObject({ type: 'panel', vibrancy: 'popover', frame: false });
    // D6: also over full-screen Spaces, and told once, before the first show.
    expect(world.popover.workspaces).toEqual([
      [true, { visibleOnFullScreen: true, skipTransformProcessType: true }],
    ]);
    expect(world.isDockVisible).toBe(false);
  });

  it('D1: a slow click on the icon of an open popover closes it', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    await world.icon.userClick({ holdMs: 250 });
    expect(world.popover.isVisible()).toBe(false);
  });

  it('D2: a press by VoiceOver opens on the screen, and the next one closes', async () => {
    const { world } = await scene().start();
    await world.icon.userClick({ isVoiceOver: true });
    expect(world.popover.isVisible()).toBe(true);
    expect(world.popover.getBounds().x).toBe(1017);
    await world.icon.userClick({ isVoiceOver: true });
    expect(world.popover.isVisible()).toBe(false);
  });

  it('D3: an icon that was switched off leaves a second way in, and the popover says so', async () => {
    const { world, electron } = await scene().start();
    world.iconBounds = { x: 0, y: 982, width: 34, height: 22 };
    electron.app.emit('activate', {}, false);
    await until(() => world.popover.isVisible());
    expect(world.popover.getBounds()).toMatchObject({ x: 1512 - 360 - 8, y: 42 });
    await pageOf(world)
      .getByText(/menu bar/i)
      .first()
      .waitFor();
    world.popover.hide();
    electron.app.emit('second-instance', {}, [], '', {});
    await until(() => world.popover.isVisible());
  });

  it('D4: opens where the icon is now, on the display where it is', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    await world.icon.userClick();
    world.displays.push({
      id: 2,
      bounds: { x: -1920, y: -300, width: 1920, height: 1080 },
      workArea: { x: -1920, y: -275, width: 1920, height: 1055 },
      scaleFactor: 1,
    });
    world.iconBounds = { x: -60, y: -300, width: 40, height: 25 };
    await world.icon.userClick();
    expect(world.popover.getBounds()).toMatchObject({ x: -368, y: -271 });
  });

  it('D5: a popover that the system hid opens with the next click', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    world.popover.hide();
    await world.icon.userClick();
    expect(world.popover.isVisible()).toBe(true);
  });

  it('D7, D8: stays inside of a small screen, at its left edge and in its height', async () => {
    const { world } = await scene().start();
    world.displays[0] = {
      id: 1,
      bounds: { x: 0, y: 0, width: 800, height: 320 },
      workArea: { x: 0, y: 25, width: 800, height: 295 },
      scaleFactor: 1,
    };
    world.iconBounds = { x: 40, y: 0, width: 34, height: 25 };
    await world.icon.userClick();
    const { x, y, height } = world.popover.getBounds();
    expect(x).toBe(8);
    expect(y + height).toBeLessThanOrEqual(320 - 4);
  });

  it('D10, D11: a double click opens, and so does a click with a key held down', async () => {
    const { world } = await scene().start();
    await world.icon.userClick({ isDouble: true });
    expect(world.popover.isVisible()).toBe(true);
    await world.icon.userClick();
    await world.icon.userClick({ isShift: true });
    expect(world.popover.isVisible()).toBe(true);
  });

  it('D12: the first click finds the page loaded, and it shows what there is', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    expect(await pageOf(world).getByRole('heading').first().isVisible()).toBe(true);
  });

  it('hide on Escape and when the page loses the focus, and that click still means close', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    await pageOf(world).keyboard.press('Escape');
    await until(() => !world.popover.isVisible());
    await new Promise((wait) => setTimeout(wait, 300));
    await world.icon.userClick();
    await pageOf(world).evaluate("dispatchEvent(new Event('blur'))");
    await until(() => !world.popover.isVisible());
    await world.icon.userClick();
    expect(world.popover.isVisible()).toBe(false);
  });

  it('are not closed by Cmd-W: the popover hides, and opens again', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    world.popover.close();
    expect([world.popover.isVisible(), world.popover.isDestroyed()]).toEqual([false, false]);
    await world.icon.userClick();
    expect(world.popover.isVisible()).toBe(true);
  });

  it('have a menu on the right button that does what matters', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    world.icon.emit('right-click', {}, world.iconBounds);
    expect(world.popover.isVisible()).toBe(false);
    expect(world.menus[0]?.flatMap(({ label }) => label ?? [])).toEqual([
      'Open VM Ferry',
      'Pause All',
      'Continue All',
      'Settings…',
      'Set up Quick Actions…',
      'Start at Login',
      'Quit VM Ferry',
    ]);
    world.pressMenu('Start at Login');
    expect(world.loginItem.openAtLogin).toBe(true);
    world.pressMenu('Settings…');
    await pageOf(world)
      .getByRole('heading', { name: /settings/i })
      .waitFor();
    world.pressMenu('Quit VM Ferry');
    expect(world.hasQuit).toBe(true);
  });

  it('speak the language of the system, and another one when it is chosen', async () => {
    const { world } = await scene().start({
      prepare: (each) => {
        each.languages = ['fr-FR', 'zh-Hans-CN'];
      },
    });
    world.icon.emit('right-click', {}, world.iconBounds);
    expect(world.menus[0]?.[0]?.label).toMatch(/\p{Script=Han}/u);
    await world.icon.userClick();
    expect(await pageOf(world).locator('html').getAttribute('lang')).toMatch(/^zh/);
    await pageOf(world).evaluate("ferry.request('changeSettings', { language: 'en' })");
    await until(() => world.log.length > 0);
    world.icon.emit('right-click', {}, world.iconBounds);
    expect(world.menus[1]?.[0]?.label).toBe('Open VM Ferry');
  });
});
