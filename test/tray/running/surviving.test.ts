import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compareTrees } from '../../support/compare-trees.ts';
import { missingForVolume, skippedFor, useLoopVolumes } from '../../support/loop-volume.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const scene = useScenes();
const volume = useLoopVolumes();

/** The app in a process of its own. */
async function startProcess(state: string, folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['test/support/electron-double/tray-process.ts', state, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await new Promise((up) => child.stdout.once('data', up));
  return child;
}

describe.skipIf(missingForTray !== '')(`a transfer outlives the app${skippedFor(missingForTray)}`, () => {
  it('that is killed in the middle: the copy goes on, and the app that is started again shows it', async () => {
    const { start, makeBundle, rightClick, target, transfers, state } = scene();
    const bundle = makeBundle('Ubuntu', 1200);
    const app = await startProcess(state, target);
    rightClick(bundle);
    await until(() => (transfers()[0]?.record.counters.doneBytes ?? 0) > 0);
    const engine = transfers()[0]?.owner?.process.pid ?? 0;
    // Stopped, so that there is a middle to look at; what is done to the app does not reach it.
    process.kill(engine, 'SIGSTOP');
    onTestFinished(() => {
      if (existsSync(`/proc/${engine}`)) process.kill(engine, 'SIGCONT');
    });
    app.kill('SIGKILL');
    await new Promise((gone) => app.once('exit', gone));
    expect(transfers()[0]).toMatchObject({ state: 'copying', owner: { process: { pid: engine } } });
    const again = await start();
    await again.world.icon.userClick();
    await pageOf(again.world)
      .getByRole('progressbar', { name: /ubuntu/i })
      .waitFor();
    process.kill(engine, 'SIGCONT');
    await until(() => transfers()[0]?.state === 'done');
    await pageOf(again.world)
      .getByRole('button', { name: /show in finder/i })
      .waitFor();
    expect(transfers()[0]?.record.attempts).toBe(1);
    expect(compareTrees(bundle, join(target, 'Ubuntu.utm'))).toEqual([]);
  });

  it('and is offered to be resumed when its engine died too', async () => {
    const { start, makeBundle, rightClick, target, transfers, state } = scene();
    const bundle = makeBundle('Ubuntu', 600);
    const app = await startProcess(state, target);
    rightClick(bundle);
    await until(() => (transfers()[0]?.record.counters.doneBytes ?? 0) > 0);
    const engine = transfers()[0]?.owner?.process.pid ?? 0;
    for (const pid of [app.pid ?? 0, engine]) process.kill(pid, 'SIGKILL');
    const again = await start();
    await until(() => again.world.icon.image === 'attention');
    await again.world.icon.userClick();
    const resume = pageOf(again.world).getByRole('button', { name: /resume.*ubuntu/i });
    await resume.waitFor();
    expect(transfers()[0]?.state).toBe('interrupted');
    // Pressed twice it is started once.
    await resume.dblclick();
    await until(() => transfers()[0]?.state === 'done');
    expect(transfers()[0]?.record.attempts).toBe(2);
    expect(compareTrees(bundle, join(target, 'Ubuntu.utm'))).toEqual([]);
  });

  const reason = missingForVolume('ext4');

  it.skipIf(reason !== '')(
    `and goes on by itself when its drive comes back${skippedFor(reason)}`,
    async () => {
      const { start, makeBundle, rightClick, transfers } = scene();
      const bundle = makeBundle('Ubuntu', 300);
      const drive = volume('ext4', 900);
      const { world } = await start();
      world.chooseFolder = async () => [drive.folder];
      rightClick(bundle);
      await until(() => (transfers()[0]?.record.counters.doneBytes ?? 0) > 0);
      drive.pull();
      await until(() => transfers()[0]?.state === 'interrupted', 40);
      await world.icon.userClick();
      const row = "ferry.request('ready').then(({ transfers: [row] }) => row.waitsFor)";
      expect(await pageOf(world).evaluate(row)).toMatchObject({ kind: 'volume' });
      drive.mount();
      await until(() => transfers()[0]?.state === 'done', 40);
      expect(compareTrees(bundle, join(drive.folder, 'Ubuntu.utm'))).toEqual([]);
    },
  );
});
