import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { World } from '../../support/electron-double/world.ts';
import { leaveOnPath } from '../../support/leave-on-path.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { closeSetup, makeSetupScene, switchesText } from '../../support/setup-scene.ts';
import { missingForTray, useScenes } from '../../support/tray-scene.ts';
import { treeSnapshot } from '../../support/tree-snapshot.ts';
import { until } from '../../support/watch-staging.ts';
import { watchTimers } from '../../support/watch-timers.ts';

const scene = useScenes();
const english = ['Copy VM with Ferry…', 'Move VM with Ferry…'];
const chinese = ['用 Ferry 拷贝虚拟机…', '用 Ferry 移动虚拟机…'];
const pause = (timeMs: number) => new Promise((over) => setTimeout(over, timeMs));

async function setupPage(world: World): Promise<Page> {
  await until(() => world.hasSetup);
  const { page } = world.setup.webContents;
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** Until a start that would show something has shown it: it looks at a few files. */
async function expectNoWindow(world: World): Promise<void> {
  await pause(1500);
  expect(world.windows).toHaveLength(1);
}

describe.skipIf(missingForTray !== '')(`setting up${skippedFor(missingForTray)}`, () => {
  it('is offered at the first start, touches nothing before it is wanted, and is not offered again', async () => {
    const { start, services, recorders, home } = makeSetupScene(scene());
    const first = await start();
    const page = await setupPage(first.world);
    expect(existsSync(services)).toBe(false);
    expect(recorders.runs()).toEqual([]);
    await button(page, 'Set Up').click();
    await heading(page, 'One more step, in Finder').waitFor();
    expect(readdirSync(services).sort()).toEqual(english.map((title) => `${title}.workflow`));
    expect(recorders.runs()[0]).toEqual(['pbs', '-update']);
    // Neither was asked for.
    expect(first.world.loginItem.openAtLogin).toBe(false);
    expect(existsSync(join(home, '.local'))).toBe(false);
    await closeSetup(first.world, () => button(page, 'Done').click());
    await first.stop();
    const { world } = await start();
    await expectNoWindow(world);
  });

  it('opens at login and adds the command when that is asked for, by the keyboard alone', async () => {
    const { start, app, home } = makeSetupScene(scene());
    const { world } = await start();
    const page = await setupPage(world);
    // The way on has the focus; the switches are before it.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    for (const _ of ['command', 'later', 'set up']) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'One more step, in Finder').waitFor();
    expect(world.loginItem.openAtLogin).toBe(true);
    expect(readlinkSync(join(home, '.local/bin/ferry'))).toBe(join(app, 'Contents/Resources/engine/ferry'));
    await page.getByText('Your terminal does not look there yet.').waitFor();
    await closeSetup(world, () => page.keyboard.press('Escape'));
  });

  it('says when a step failed, with what to do and everything put back, and can be tried again', async () => {
    const { start, services, home } = makeSetupScene(scene());
    const stranger = join(services, `${english[1]}.workflow`);
    mkdirSync(join(stranger, 'Contents'), { recursive: true });
    const before = treeSnapshot(home);
    const { world } = await start();
    const page = await setupPage(world);
    await button(page, 'Set Up').click();
    await heading(page, 'VM Ferry could not be set up').waitFor();
    await page.getByText('Rename it or move it elsewhere, and try again.').waitFor();
    await page.getByText('Everything is as it was before.').waitFor();
    expect(treeSnapshot(home)).toEqual(before);
    rmSync(stranger, { recursive: true });
    await button(page, 'Try Again').click();
    await button(page, 'Set Up').click();
    await heading(page, 'One more step, in Finder').waitFor();
  });

  it('says when a step failed in its middle, and undoes those before it', async () => {
    const { start, services } = makeSetupScene(scene());
    const { world } = await start({
      prepare: (each) => {
        // The login item comes after the Quick Actions.
        Object.defineProperty(each, 'loginItem', {
          get: () => ({ openAtLogin: false, status: 'not-registered' }),
          set: () => {
            throw new Error('planted');
          },
        });
      },
    });
    const page = await setupPage(world);
    await page.getByRole('switch', { name: 'Start at login' }).check();
    await button(page, 'Set Up').click();
    await page.getByText(/It stopped at starting at login\.\s*planted/).waitFor();
    expect(existsSync(services)).toBe(false);
  });

  it('notices that the Quick Actions were switched on, and asks macOS no more after that', async () => {
    const { start, recorders } = makeSetupScene(scene());
    const { world } = await start();
    const page = await setupPage(world);
    await button(page, 'Set Up').click();
    await page.getByText('macOS does not say whether they are on.').waitFor();
    recorders.answer('defaults.export', switchesText(english, false));
    await page.getByText('Not switched on yet.').waitFor();
    recorders.answer('defaults.export', switchesText(english));
    await heading(page, 'VM Ferry is ready').waitFor();
    const asked = () => recorders.runs().filter(([program]) => program === 'defaults').length;
    const before = asked();
    await pause(3000);
    expect(asked()).toBe(before);
  });

  it('watches only while its window is open', async () => {
    const timers = watchTimers('dist/tray/main.cjs');
    onTestFinished(() => timers.stop());
    const { start, recorders } = makeSetupScene(scene());
    // Without findmnt: other tests on this machine mount volumes, and each is something to do.
    leaveOnPath('node', 'cat', 'cp', 'head', 'grep', 'chmod', 'rm');
    const { world } = await start();
    const page = await setupPage(world);
    await button(page, 'Set Up').click();
    await page.getByText('macOS does not say whether they are on.').waitFor();
    await until(() => timers.running().some(({ delayMs }) => delayMs === 2000));
    world.setup.close();
    await pause(3000);
    expect(timers.running()).toEqual([]);
    recorders.forget();
    await pause(3000);
    expect(recorders.runs()).toEqual([]);
  });

  it('opens the pane of System Settings, and shows UTM’s folder or says where else to try', async () => {
    const { start, recorders, home } = makeSetupScene(scene());
    const { world } = await start();
    const page = await setupPage(world);
    await button(page, 'Set Up').click();
    await button(page, 'Open System Settings').click();
    await until(() => recorders.runs().some(([program]) => program === 'open'));
    expect(recorders.runs().find(([program]) => program === 'open')?.[1]).toContain('LoginItems-Settings');
    await button(page, 'Try It').click();
    await page.getByText('Right-click a virtual machine there.').waitFor();
    expect(recorders.runs().at(-1)).toEqual(
      expect.arrayContaining(['open', join(home, 'Library/Containers/com.utmapp.UTM/Data/Documents')]),
    );
    recorders.plant('open', 'exit 1');
    await button(page, 'Try It').click();
    await page.getByText('UTM’s own folder could not be shown.').waitFor();
  });

  it('is opened again from the icon’s menu, where it says how things are', async () => {
    const { start, recorders } = makeSetupScene(scene());
    const first = await start();
    await button(await setupPage(first.world), 'Set Up').click();
    await heading(await setupPage(first.world), 'One more step, in Finder').waitFor();
    await first.stop();
    recorders.answer('defaults.export', switchesText(english));
    const { world } = await start();
    world.icon.emit('right-click', {}, world.iconBounds);
    world.pressMenu('Set up Quick Actions…');
    const page = await setupPage(world);
    await heading(page, 'VM Ferry is ready').waitFor();
    // A second time shows the same window.
    world.pressMenu('Set up Quick Actions…');
    await pause(200);
    expect(world.windows).toHaveLength(2);
  });

  it('speaks the language of the system in Finder, whatever the app speaks', async () => {
    const { start, services, state } = makeSetupScene(scene());
    mkdirSync(state);
    writeFileSync(join(state, 'settings.json'), JSON.stringify({ language: 'en' }));
    const { world } = await start({ prepare: (each) => each.languages.splice(0, 1, 'zh-Hans-CN') });
    const page = await setupPage(world);
    await button(page, 'Set Up').click();
    await heading(page, 'One more step, in Finder').waitFor();
    expect(readdirSync(services).sort()).toEqual(chinese.map((title) => `${title}.workflow`).sort());
    await page.getByText(`Tick “${chinese[0]}” and “${chinese[1]}”`).waitFor();
  });

  it('follows another version of the app in silence', async () => {
    const { start, services, state } = makeSetupScene(scene());
    const first = await start();
    await button(await setupPage(first.world), 'Set Up').click();
    await heading(await setupPage(first.world), 'One more step, in Finder').waitFor();
    await first.stop();
    const record = join(state, 'installation.json');
    const older = readFileSync(record, 'utf8').replace(/"version": ?"[^"]*"/, '"version":"0.0.9"');
    writeFileSync(record, older);
    rmSync(join(services, `${english[0]}.workflow`), { recursive: true });
    const { world } = await start();
    await until(() => readdirSync(services).length === 2);
    await until(() => !readFileSync(record, 'utf8').includes('0.0.9'));
    await expectNoWindow(world);
  });

  // Where there is an /Applications that may be written to, it would be that one.
  it.skipIf(existsSync('/Applications'))(
    'from Downloads puts the app in Applications, and opens it there',
    async () => {
      const { start, home, services } = makeSetupScene(scene(), 'Downloads');
      const { world } = await start();
      const page = await setupPage(world);
      await heading(page, 'VM Ferry is not in Applications yet').waitFor();
      await button(page, 'Put in Applications').click();
      await heading(page, 'VM Ferry is in Applications').waitFor();
      expect(readdirSync(services)).toHaveLength(2);
      await button(page, 'Open It There').click();
      await until(() => world.hasQuit);
      expect(world.relaunched).toEqual([join(home, 'Applications/VM Ferry.app/Contents/MacOS/VM Ferry')]);
    },
  );

  it('does nothing with the state of a newer version', async () => {
    const { start, state, services } = makeSetupScene(scene());
    const record = join(state, 'transfers/mwupacul-35731cf8');
    mkdirSync(record, { recursive: true });
    writeFileSync(join(record, 'record.json'), JSON.stringify({ schemaVersion: 99 }));
    const { world } = await start();
    const page = await setupPage(world);
    await heading(page, 'A newer VM Ferry has been used on this Mac').waitFor();
    await closeSetup(world, () => button(page, 'Close').click());
    expect(existsSync(services)).toBe(false);
  });

  it('installs nothing when it is no packaged app on a Mac, and says so when it is opened by hand', async () => {
    const { startUnpackaged, services, recorders } = makeSetupScene(scene());
    const { world } = await startUnpackaged();
    await expectNoWindow(world);
    world.icon.emit('right-click', {}, world.iconBounds);
    world.pressMenu('Set up Quick Actions…');
    const page = await setupPage(world);
    await heading(page, 'Nothing can be set up here').waitFor();
    await expect(
      page.evaluate("ferry.request('setupInstall', { openAtLogin: true, commandLink: true })"),
    ).resolves.not.toBeDefined();
    expect(existsSync(services)).toBe(false);
    expect(recorders.runs()).toEqual([]);
    await closeSetup(world, () => button(page, 'Close').click());
  });
});

describe.skipIf(missingForTray !== '')(`between the pages${skippedFor(missingForTray)}`, () => {
  it('each page is answered its own requests only, and garbage reaches nothing', async () => {
    const { start, services } = makeSetupScene(scene());
    const { world } = await start();
    const page = await setupPage(world);
    const answers = await page.evaluate(`Promise.all([
      ferry.request('quit'),
      ferry.request('ready'),
      ferry.request('setupInstall'),
      ferry.request('setupInstall', { openAtLogin: 'yes', commandLink: false }),
      ferry.request('setupInstall', { openAtLogin: false, commandLink: false, appSource: '/' }),
      ferry.request('setupResize', -1),
    ].map((each) => each.then(() => 'done', (error) => error.message)))`);
    for (const answer of answers as string[]) expect(answer).toMatch(/wrong arguments|not from our page/);
    const fromPopover = await world.popover.webContents.page.evaluate(
      "ferry.request('setupInstall', { openAtLogin: false, commandLink: false }).catch((error) => error.message)",
    );
    expect(fromPopover).toMatch(/not from our page/);
    expect(existsSync(services)).toBe(false);
    expect(world.hasQuit).toBe(false);
    expect(world.setup.webContents.wouldOpen('https://example.com/')).toBe(false);
    expect(await page.evaluate("fetch('https://example.com/').then(() => 'yes', () => 'no')")).toBe('no');
  });
});
