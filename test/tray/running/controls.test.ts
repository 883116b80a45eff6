import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compareTrees } from '../../support/compare-trees.ts';
import type { RunningTray } from '../../support/electron-double/running-tray.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForTray, pageOf, type Scene, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();

/** Stops the engine of the only transfer in the middle of its work, so that there is time to press buttons. @returns lets it go on */
function freeze(each: Scene): () => void {
  const pid = each.transfers()[0]?.owner?.process.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  const thaw = () => {
    if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGCONT');
  };
  onTestFinished(thaw);
  return thaw;
}

/** When the app itself knows that the only transfer is done, which is a moment after its record says so. */
async function knowsDone(world: RunningTray['world']): Promise<void> {
  const until = performance.now() + 60_000;
  let state: unknown;
  while (state !== 'done') {
    if (performance.now() > until) throw new Error(`the app still says ${String(state)}`);
    state = await pageOf(world).evaluate("ferry.request('ready').then((view) => view.transfers[0]?.state)");
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

/** A copy that takes a moment, under way, with the popover open. */
async function copyUnderWay(each: Scene, mebibytes = 600) {
  const bundle = each.makeBundle('Ubuntu', mebibytes);
  const tray = await each.start();
  tray.world.chooseFolder = async () => [each.target];
  const id = each.rightClick(bundle);
  await tray.world.icon.userClick();
  await until(() => (each.transfers()[0]?.record.counters.doneBytes ?? 0) > 0);
  return { ...tray, bundle, id, page: pageOf(tray.world) };
}

describe.skipIf(missingForTray !== '')(`a copy under way${skippedFor(missingForTray)}`, () => {
  it('is paused and continued from its row, keeps the machine awake while it moves, and its icon says so', async () => {
    const each = scene();
    const { world, page, bundle } = await copyUnderWay(each, 1000);
    const thaw = freeze(each);
    await until(() => world.awake.size === 1);
    await page.getByRole('button', { name: /pause.*ubuntu/i }).click();
    thaw();
    await until(() => each.transfers()[0]?.state === 'paused');
    await until(() => world.icon.image === 'paused' && world.awake.size === 0);
    await page.getByRole('button', { name: /continue.*ubuntu/i }).click();
    await until(() => each.transfers()[0]?.state === 'copying');
    const thawAgain = freeze(each);
    await until(() => world.awake.size === 1);
    thawAgain();
    await until(() => each.transfers()[0]?.state === 'done');
    expect(compareTrees(bundle, join(each.target, 'Ubuntu.utm'))).toEqual([]);
    await until(() => world.awake.size === 0);
    expect(world.log.filter((line) => line.startsWith('awake'))).toHaveLength(2);
  });

  it('is cancelled after a question, and nothing is left of it', async () => {
    const each = scene();
    const { page } = await copyUnderWay(each);
    const thaw = freeze(each);
    // The page is told a quarter of a second later.
    await new Promise((wait) => setTimeout(wait, 600));
    await page.getByRole('button', { name: /cancel.*ubuntu/i }).click();
    expect(each.transfers()[0]?.state).toBe('copying');
    await page.screenshot({ path: 'test/.reports/tray-confirm.png' });
    await page.getByRole('button', { name: /stop/i }).last().click();
    await new Promise((wait) => setTimeout(wait, 200));
    thaw();
    await until(() => each.transfers()[0]?.state === 'cancelled');
    expect(readdirSync(each.target)).toEqual([]);
  });

  it('changes the icon at most every two seconds, its title at most every second, and neither to the same', async () => {
    const each = scene();
    const bundle = each.makeBundle('Ubuntu', 1500);
    const { world } = await each.start();
    await pageOf(world).evaluate("ferry.request('changeSettings', { showPercent: true })");
    world.chooseFolder = async () => [each.target];
    each.rightClick(bundle);
    await until(() => each.transfers()[0]?.state === 'done', 40);
    await until(() => world.icon.image === 'idle' && world.icon.title === '');
    for (const [what, everyMs] of [
      ['image', 2000],
      ['title', 1000],
      ['tooltip', 1000],
    ] as const) {
      const changes = world.icon.changes.filter((change) => change.what === what).slice(1);
      for (const [i, change] of changes.entries()) {
        const before = changes[i - 1];
        if (before === undefined) continue;
        expect(change.value).not.toBe(before.value);
        expect(change.atMs - before.atMs).toBeGreaterThan(everyMs - 20);
      }
    }
    expect(world.icon.changes.some(({ value }) => / \d+%/.test(value))).toBe(true);
  });

  it('is told to the page at most four times a second while it is open, and never while it is not', async () => {
    const each = scene();
    const { world, page } = await copyUnderWay(each, 1200);
    await page.evaluate("globalThis.told = []; ferry.on('view', () => told.push(performance.now()))");
    await new Promise((wait) => setTimeout(wait, 2000));
    const told = (await page.evaluate('told')) as number[];
    expect(told.length).toBeGreaterThan(2);
    for (const [i, at] of told.entries()) if (i > 0) expect(at - (told[i - 1] ?? 0)).toBeGreaterThan(150);
    await page.keyboard.press('Escape');
    await until(() => !world.popover.isVisible());
    await page.evaluate('told.length = 0');
    await new Promise((wait) => setTimeout(wait, 700));
    expect(await page.evaluate('told.length')).toBe(0);
    await until(() => each.transfers()[0]?.state === 'done', 40);
  });

  it('goes on when the app is quit, which says so first; or is paused with it', async () => {
    const each = scene();
    const { world, electron, bundle } = await copyUnderWay(each);
    const thaw = freeze(each);
    const answers = [2, 1];
    world.pressButton = async () => answers.shift() ?? 0;
    electron.app.quit();
    await until(() => world.dialogs.length === 1);
    expect(world.dialogs[0]?.message).toMatch(/1 transfer goes on/);
    await new Promise((wait) => setTimeout(wait, 50));
    expect(world.hasQuit).toBe(false);
    electron.app.quit();
    await until(() => world.hasQuit);
    thaw();
    await until(() => each.transfers()[0]?.state === 'paused');
    const again = await each.start();
    await again.world.icon.userClick();
    await pageOf(again.world)
      .getByRole('button', { name: /continue.*ubuntu/i })
      .click();
    await until(() => each.transfers()[0]?.state === 'done', 40);
    expect(compareTrees(bundle, join(each.target, 'Ubuntu.utm'))).toEqual([]);
  });
});

describe.skipIf(missingForTray !== '')(`what has ended${skippedFor(missingForTray)}`, () => {
  it('is shown in Finder, opened, copied for support, and cleared', async () => {
    const each = scene();
    const bundle = each.makeBundle('Ubuntu');
    const { world } = await each.start();
    world.chooseFolder = async () => [each.target];
    const id = each.rightClick(bundle);
    await knowsDone(world);
    const act = (action: string) => pageOf(world).evaluate(`ferry.request('act', '${id}', '${action}')`);
    await act('show-target');
    await act('open-target');
    await act('copy-details');
    expect(world.shownFiles).toEqual([join(each.target, 'Ubuntu.utm')]);
    expect(world.openedPaths).toEqual([join(each.target, 'Ubuntu.utm')]);
    expect(world.copiedTexts[0]).toContain(`Source: ${bundle}`);
    await act('clear');
    expect(each.transfers()).toEqual([]);
  });

  it('and was moved away since is said to be gone, and Finder is not asked', async () => {
    const each = scene();
    const { world } = await each.start();
    world.chooseFolder = async () => [each.target];
    const id = each.rightClick(each.makeBundle('Ubuntu'));
    await knowsDone(world);
    const { rmSync } = await import('node:fs');
    rmSync(join(each.target, 'Ubuntu.utm'), { recursive: true });
    await pageOf(world).evaluate(`ferry.request('act', '${id}', 'show-target')`);
    expect([world.shownFiles.length, world.dialogs.length]).toEqual([0, 1]);
  });

  it('in a failure is tried again from its row, when the reason is gone', async () => {
    const each = scene();
    const bundle = each.makeBundle('Ubuntu', 300);
    const { world } = await each.start();
    world.chooseFolder = async () => [each.target];
    each.rightClick(bundle);
    const staging = () => readdirSync(each.target).find((name) => name.includes('.ferry-'));
    await until(() => each.transfers()[0]?.state === 'copying' && staging() !== undefined);
    const thaw = freeze(each);
    // Somebody takes the unfinished copy away: the target fails.
    renameSync(join(each.target, staging() ?? ''), join(each.home, 'taken'));
    thaw();
    await until(
      () => each.transfers()[0]?.state === 'failed' || each.transfers()[0]?.state === 'interrupted',
    );
    await until(() => world.icon.image === 'attention');
    await world.icon.userClick();
    await pageOf(world)
      .getByRole('button', { name: /(retry|try again|resume).*ubuntu/i })
      .first()
      .click();
    await until(() => each.transfers()[0]?.state === 'done', 40);
    expect(compareTrees(bundle, join(each.target, 'Ubuntu.utm'))).toEqual([]);
    expect(existsSync(join(each.home, 'taken'))).toBe(true);
  });
});
