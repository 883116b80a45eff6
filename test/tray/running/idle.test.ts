import { describe, expect, it, onTestFinished } from 'vitest';
import { leaveOnPath } from '../../support/leave-on-path.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForTray, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';
import { watchTimers } from '../../support/watch-timers.ts';

const scene = useScenes();
const pause = (timeMs: number) => new Promise((over) => setTimeout(over, timeMs));

/** What it costs in time of the processor is measured by test/bench/bench-tray.ts. */
describe.skipIf(missingForTray !== '')(`an app with nothing to do${skippedFor(missingForTray)}`, () => {
  it('sets no timer and hears none, with the popover shut or open, before a transfer and after it', async () => {
    // Without findmnt: other tests on this machine mount volumes, and each is something to do.
    const scenery = scene();
    leaveOnPath('node', 'chmod', 'rm', 'lsof');
    const timers = watchTimers('dist/tray/main.cjs');
    onTestFinished(() => timers.stop());
    const { start, makeBundle, rightClick, target, transfers } = scenery;
    const { world } = await start();
    const expectQuiet = async () => {
      await pause(3000);
      const before = timers.fired();
      await pause(5000);
      expect([timers.running(), timers.fired() - before]).toEqual([[], 0]);
    };
    await expectQuiet();
    await world.icon.userClick();
    await expectQuiet();
    await world.icon.userClick();
    world.chooseFolder = async () => [target];
    rightClick(makeBundle('Ubuntu', 300));
    await until(() => transfers()[0]?.state === 'done');
    // It did set some while there was something to do: the watch works.
    expect(timers.fired()).toBeGreaterThan(0);
    await expectQuiet();
  });
});
