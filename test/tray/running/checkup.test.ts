import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { World } from '../../support/electron-double/world.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { closeSetup, makeSetupScene, switchesText } from '../../support/setup-scene.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();
const titles = ['Copy VM with Ferry…', 'Move VM with Ferry…'];

async function openCheckup(world: World): Promise<Page> {
  if (!world.popover.isVisible()) await world.icon.userClick();
  const page = pageOf(world);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Check VM Ferry…' }).click();
  return page;
}

/** An app that was set up, with its popover. */
async function startInstalled() {
  const made = makeSetupScene(scene());
  const tray = await made.start();
  await until(() => tray.world.hasSetup);
  const { page } = tray.world.setup.webContents;
  await page.getByRole('button', { name: 'Set Up' }).click();
  await closeSetup(tray.world, () => page.getByRole('button', { name: 'Done' }).click());
  made.recorders.answer('defaults.export', switchesText(titles));
  made.recorders.answer('pbs.dump', titles.join('\n'));
  return { ...made, ...tray };
}

const finding = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });

describe.skipIf(missingForTray !== '')(`the check in the settings${skippedFor(missingForTray)}`, () => {
  it('says of everything that was put in place how it is', async () => {
    const { world } = await startInstalled();
    const page = await openCheckup(world);
    for (const name of ['Quick Actions', 'Quick Actions switched on', 'Installation', 'Copy engine'])
      await finding(page, name).getByRole('img', { name: 'Fine' }).waitFor();
    await finding(page, 'Signature').getByText('Signed for this Mac alone').waitFor();
  });

  it('puts what is broken first, with what to do, and opens where it is put right', async () => {
    const { world, services, recorders } = await startInstalled();
    rmSync(join(services, `${titles[0]}.workflow`), { recursive: true });
    recorders.answer('defaults.export', switchesText(titles, false));
    const page = await openCheckup(world);
    await page.getByText(/^1 thing does not work\./).waitFor();
    await expect(page.getByRole('listitem').first().textContent()).resolves.toContain('Only one of them');
    await finding(page, 'Quick Actions switched on').getByRole('button').click();
    await until(() => recorders.runs().some(([program]) => program === 'open'));
    await finding(page, 'Quick Actions')
      .getByRole('button', { name: /Set Up Again/ })
      .click();
    await until(() => world.hasSetup);
    const setup = world.setup.webContents.page;
    await setup.getByRole('button', { name: 'Set Up' }).click();
    await setup.getByRole('heading', { name: 'One more step, in Finder' }).waitFor();
    await page.getByRole('button', { name: 'Check Again' }).click();
    await finding(page, 'Quick Actions').getByRole('img', { name: 'Fine' }).waitFor();
  });

  it('copies a report with every finding', async () => {
    const { world } = await startInstalled();
    const page = await openCheckup(world);
    await page.getByRole('button', { name: 'Copy Report' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(world.copiedTexts[0]).toMatch(/^VM Ferry at .*VM Ferry\.app\n\[/);
    for (const name of ['engine', 'quick-actions', 'consent'])
      expect(world.copiedTexts[0]).toMatch(new RegExp(`\\[\\w+\\] ${name}: `));
  });

  it('goes back by Escape, to where it was opened', async () => {
    const { world } = await startInstalled();
    const page = await openCheckup(world);
    await page.getByRole('button', { name: 'Copy Report' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction("document.activeElement?.textContent === 'Check VM Ferry…'");
    expect(world.popover.isVisible()).toBe(true);
  });

  it('has nothing to look at when it is no packaged app on a Mac, and starts no program', async () => {
    const { startUnpackaged, recorders } = makeSetupScene(scene());
    const { world } = await startUnpackaged();
    const page = await openCheckup(world);
    await page.getByText('there is nothing to check').waitFor();
    expect(recorders.runs()).toEqual([]);
  });
});
