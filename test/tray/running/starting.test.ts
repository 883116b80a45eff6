import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimQuestion, isLock, questionHolder } from '#engine/transfers';
import { compareTrees } from '../../support/compare-trees.ts';
import { missingForVolume, skippedFor, useLoopVolumes } from '../../support/loop-volume.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();
const volume = useLoopVolumes();

describe.skipIf(missingForTray !== '')(`a right-click${skippedFor(missingForTray)}`, () => {
  it('asks for the folder with name and size, and copies there', async () => {
    const { start, makeBundle, rightClick, target, transfers, state } = scene();
    const bundle = makeBundle('Ubuntu', 3);
    const { world } = await start();
    world.chooseFolder = async () => [target];
    const id = rightClick(bundle);
    await until(() => world.panels.length > 0);
    expect(world.panels[0]).toMatchObject({ properties: ['openDirectory', 'createDirectory'] });
    expect(world.panels[0]?.message).toMatch(/Copy .*Ubuntu.*3\.\d+ MB/);
    // The Quick Action looks for this, and leaves the question to us.
    expect(questionHolder(state, id)?.process.pid).toBe(process.pid);
    await until(() => transfers()[0]?.state === 'done');
    expect(compareTrees(bundle, join(target, 'Ubuntu.utm'))).toEqual([]);
    await until(() => questionHolder(state, id) === undefined);
  });

  it('on several VMs asks once, for all of them, and starts at the folder of last time', async () => {
    const { start, makeBundle, rightClick, target, transfers } = scene();
    const { world } = await start();
    world.chooseFolder = async () => [target];
    const group = 'one right-click';
    for (const name of ['A', 'B', 'C']) rightClick(makeBundle(name), { group });
    await until(() => transfers().filter(({ state }) => state === 'done').length === 3);
    expect(world.panels).toHaveLength(1);
    expect(world.panels[0]?.message).toMatch(/3 virtual machines/);
    expect(world.panels[0]).not.toHaveProperty('defaultPath');
    rightClick(makeBundle('D'));
    await until(() => world.panels.length === 2);
    expect(world.panels[1]?.defaultPath).toBe(target);
    await until(() => transfers().filter(({ state }) => state === 'done').length === 4);
  });

  it('that is thought better of in the panel leaves nothing', async () => {
    const { start, makeBundle, rightClick, transfers, state } = scene();
    const { world } = await start();
    rightClick(makeBundle('Ubuntu'));
    await until(() => world.panels.length > 0);
    await until(() => transfers().length === 0);
    expect(existsSync(join(state, 'transfers'))).toBe(true);
  });

  it('that somebody else asks about already is left to them', async () => {
    const { start, makeBundle, rightClick, state } = scene();
    const id = rightClick(makeBundle('Ubuntu'));
    const claim = claimQuestion(state, id);
    expect(isLock(claim)).toBe(true);
    const { world } = await start();
    await world.icon.userClick();
    await pageOf(world).getByText('Ubuntu').first().waitFor();
    expect(world.panels).toEqual([]);
  });

  it('of long ago opens no panel by itself: the row asks', async () => {
    const { start, makeBundle, rightClick, state, target, transfers } = scene();
    const fresh = rightClick(makeBundle('Ubuntu'));
    // An hour older, by its id and its record.
    const old = `${(Date.now() - 3_600_000).toString(36)}-00000001`;
    const { cpSync, readFileSync, rmSync } = await import('node:fs');
    cpSync(join(state, 'transfers', fresh), join(state, 'transfers', old), { recursive: true });
    rmSync(join(state, 'transfers', fresh), { recursive: true });
    const record = join(state, 'transfers', old, 'record.json');
    writeFileSync(record, readFileSync(record, 'utf8').replaceAll(fresh, old));
    const { world } = await start();
    await world.icon.userClick();
    await until(() => world.icon.image === 'attention');
    expect(world.panels).toEqual([]);
    world.chooseFolder = async () => [target];
    await pageOf(world)
      .getByRole('button', { name: /choose/i })
      .first()
      .click();
    await until(() => transfers()[0]?.state === 'done');
  });
});

describe.skipIf(missingForTray !== '')(`before the start it is said${skippedFor(missingForTray)}`, () => {
  const exfat = missingForVolume('exfat');

  it.skipIf(exfat !== '')(
    `that the copy would grow, with the bytes, and it goes on when the person wants it${skippedFor(exfat)}`,
    async () => {
      const { start, makeBundle, rightClick, transfers } = scene();
      const drive = volume('exfat', 200);
      const { world } = await start();
      world.chooseFolder = async () => [drive.folder];
      rightClick(makeBundle('Ubuntu', 8));
      // The person has just chosen: the popover comes to them.
      await until(() => world.popover.isVisible());
      const page = pageOf(world);
      await page
        .getByText(/7,3\d\d,\d\d\d|7\.3/)
        .first()
        .waitFor();
      await page.screenshot({ path: 'test/.reports/tray-expansion.png' });
      expect(transfers()[0]?.state).toBe('needs-target');
      await page
        .getByRole('button', { name: /full size|anyway|copy/i })
        .first()
        .click();
      await until(() => transfers()[0]?.state === 'done');
      expect(transfers()[0]?.record.request.allowExpansion).toBe(true);
    },
  );

  const tmpfs = missingForVolume('tmpfs');

  it.skipIf(tmpfs !== '')(
    `that there is no room, and another folder can be chosen${skippedFor(tmpfs)}`,
    async () => {
      const { start, makeBundle, rightClick, transfers, target } = scene();
      const small = volume('tmpfs', 4);
      const { world } = await start();
      const folders = [small.folder, target];
      world.chooseFolder = async () => [folders.shift() ?? ''];
      rightClick(makeBundle('Ubuntu', 8));
      await until(() => world.popover.isVisible());
      const page = pageOf(world);
      await page
        .getByRole('button', { name: /another folder|choose/i })
        .first()
        .click();
      await until(() => transfers()[0]?.state === 'done');
      expect(transfers()[0]?.record.request.targetFolder).toBe(target);
    },
  );

  it('that the VM is running, by the name of the program; it is asked again when it was shut down', async () => {
    const { start, makeBundle, rightClick, transfers, target } = scene();
    const bundle = makeBundle('Ubuntu');
    const guest = await holdOpen(join(bundle, 'Data/disk.img'));
    const { world } = await start();
    world.chooseFolder = async () => [target];
    rightClick(bundle);
    await until(() => world.popover.isVisible());
    const page = pageOf(world);
    await page
      .getByText(/running|in use|use/i)
      .first()
      .waitFor();
    guest.kill('SIGKILL');
    await new Promise((gone) => guest.once('exit', gone));
    await page.getByRole('button', { name: /again/i }).first().click();
    await until(() => transfers()[0]?.state === 'done');
    expect(transfers()[0]?.record.request.evenIfRunning).toBe(false);
  });

  it('that a VM is suspended, and the person decides', async () => {
    const { start, makeBundle, rightClick, transfers, target } = scene();
    const bundle = makeBundle('Ubuntu');
    mkdirSync(join(bundle, 'Data'), { recursive: true });
    writeFileSync(join(bundle, 'Data/vmstate'), 'x');
    const { world } = await start();
    world.chooseFolder = async () => [target];
    const id = rightClick(bundle);
    await until(() => world.popover.isVisible());
    const page = pageOf(world);
    await page
      .getByText(/suspended/i)
      .first()
      .waitFor();
    await page.evaluate(`ferry.request('answer', '${id}', 'give-up')`);
    await until(() => transfers().length === 0);
    rightClick(bundle);
    await page
      .getByText(/suspended/i)
      .first()
      .waitFor();
    await page.evaluate(
      `ferry.request('ready').then(({ transfers: [row] }) => ferry.request('answer', row.id, 'go-on'))`,
    );
    await until(() => transfers()[0]?.state === 'done');
  });

  it('that the name is taken, and that the engine is not there', async () => {
    const { start, makeBundle, rightClick, target, home } = scene();
    const bundle = makeBundle('Ubuntu');
    mkdirSync(join(target, 'Ubuntu.utm'));
    const { world } = await start();
    world.chooseFolder = async () => [target];
    const id = rightClick(bundle);
    await until(() => world.popover.isVisible());
    const question = `ferry.request('ready').then(({ transfers: [row], notices }) => [row.question, notices])`;
    expect(await pageOf(world).evaluate(question)).toMatchObject([
      { kind: 'refused', failure: { code: 'TARGET_EXISTS' } },
      [],
    ]);
    process.env.VM_FERRY_ENGINE = join(home, 'nothing here');
    await pageOf(world).evaluate(`ferry.request('answer', '${id}', 'try-again')`);
    await until(() => world.popover.isVisible());
    world.popover.hide();
    await world.icon.userClick();
    expect(await pageOf(world).evaluate(question)).toMatchObject([
      { kind: 'refused', failure: { code: 'ENGINE_MISSING' } },
      [{ kind: 'engine-missing' }],
    ]);
  });
});

describe.skipIf(missingForTray !== '')(`dropping a VM${skippedFor(missingForTray)}`, () => {
  it('on the icon asks copy or move, then for the folder', async () => {
    const { start, makeBundle, transfers, target } = scene();
    const bundles = [makeBundle('A'), makeBundle('B')];
    const { world } = await start();
    world.chooseFolder = async () => [target];
    world.icon.emit('drop-files', {}, [...bundles, join(target, 'none.utm'), '/etc/hostname']);
    expect(world.popover.isVisible()).toBe(true);
    // For the two that are no VMs.
    expect(world.log).toContain('beep');
    await pageOf(world).getByRole('button', { name: /move/i }).first().click();
    await until(() => transfers().filter(({ state }) => state === 'done').length === 2);
    expect(world.panels).toHaveLength(1);
    expect(transfers().map(({ record }) => [record.request.verb, record.request.askedBy])).toEqual([
      ['move', 'menu-bar'],
      ['move', 'menu-bar'],
    ]);
    expect(bundles.map((bundle) => existsSync(bundle))).toEqual([false, false]);
  });

  it('on the page does the same, and giving up leaves nothing', async () => {
    const { start, makeBundle, transfers } = scene();
    const bundle = makeBundle('A');
    const { world } = await start();
    await world.icon.userClick();
    world.droppedPaths = { 'A.utm': bundle };
    await world.popover.webContents.tellDroppedPaths();
    const page = pageOf(world);
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([], 'A.utm'));
      for (const type of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`);
    await page.getByText('A', { exact: true }).first().waitFor();
    await page.evaluate("ferry.request('answer', 'drop-1', 'give-up')");
    await page.getByText('A', { exact: true }).first().waitFor({ state: 'detached' });
    expect(transfers()).toEqual([]);
  });
});

/** A program that writes to a file, as a monitor does to its disk image. */
async function holdOpen(path: string): Promise<ChildProcess> {
  const script = `require('fs').openSync(${JSON.stringify(path)}, 'r+'); console.log('open'); setInterval(() => {}, 1e6)`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await new Promise((open) => child.stdout.once('data', open));
  return child;
}
