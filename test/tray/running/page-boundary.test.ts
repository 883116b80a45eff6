import { describe, expect, it } from 'vitest';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';

const scene = useScenes();

describe.skipIf(missingForTray !== '')(`between page and main process${skippedFor(missingForTray)}`, () => {
  it('there are three verbs and nothing of Electron or Node', async () => {
    const { world } = await scene().start();
    expect(
      await pageOf(world).evaluate(
        '[typeof require, typeof process, typeof __toMain, Object.keys(ferry).sort().join(), Object.isFrozen(ferry)]',
      ),
    ).toEqual(['undefined', 'undefined', 'undefined', 'on,pathOf,request', true]);
  });

  it('garbage reaches nothing, and the app goes on', async () => {
    const { world } = await scene().start();
    const answers = await pageOf(world).evaluate(`Promise.all([
      ferry.request('format-disk', '/'),
      ferry.request('act', '../../etc', 'clear'),
      ferry.request('act', null, { toString: 1 }),
      ferry.request('answer', 'drop-1'),
      ferry.request('changeSettings', { lastTarget: '/' }),
      ferry.request('changeSettings', { __proto__: null, verifyCopies: 'yes' }),
      ferry.request('dropped', [[]]),
      ferry.request('resize', -1),
      ferry.request('hide', 'x'.repeat(1e6)),
      ferry.request('ready', 1),
    ].map((each) => each.then(() => 'done', (error) => error.message)))`);
    for (const answer of answers as string[]) expect(answer).toMatch(/wrong arguments|No handler/);
    expect(await pageOf(world).evaluate("ferry.request('ready').then((view) => view.transfers)")).toEqual([]);
  });

  it('what a forged sender asks for is refused', async () => {
    const { world } = await scene().start();
    const { webContents } = world.popover;
    for (const forged of [
      webContents.forge('ferry:request:quit', [], 'https://example.com/'),
      webContents.forge('ferry:request:quit', [], 'app://popover/other.html'),
      webContents.forge('ferry:request:quit', [], 'app://popover/index.html', true),
    ])
      await expect(forged).rejects.toThrow('not from our page');
    expect(world.hasQuit).toBe(false);
  });

  it('the page runs no script that is not its own, fetches nothing, and goes nowhere', async () => {
    const { world } = await scene().start();
    const breach = await pageOf(world).evaluate(`new Promise((told) => {
      document.addEventListener('securitypolicyviolation', (event) => told(event.violatedDirective));
      const script = document.createElement('script');
      script.textContent = 'window.planted = 1';
      document.head.append(script);
    })`);
    expect(breach).toMatch(/script-src/);
    expect(await pageOf(world).evaluate('typeof window.planted')).toBe('undefined');
    const fetched = "fetch('https://example.com/').then(() => 'yes', () => 'no')";
    expect(await pageOf(world).evaluate(fetched)).toBe('no');
    expect(world.popover.webContents.wouldOpen('https://example.com/')).toBe(false);
    let isStopped = false;
    world.popover.webContents.emit('will-navigate', {
      preventDefault: () => {
        isStopped = true;
      },
    });
    expect(isStopped).toBe(true);
  });

  it('an ordinary start leaves no error in the page and no request that was stopped', async () => {
    const { world } = await scene().start();
    await world.icon.userClick();
    expect(world.log.filter((line) => /error|blocked|console/.test(line))).toEqual([]);
  });
});
