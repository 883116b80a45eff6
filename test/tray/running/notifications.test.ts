import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NotifySend } from 'node-notifier';
import { describe, expect, it } from 'vitest';
import { createTransfer, readTransfer, replaceFile, requestPause, transferFolder } from '#engine/transfers';
import { textForNotifySend } from '../../../tray/notify/harmless-text.ts';
import { HelperNotifier } from '../../../tray/notify/helper-notifier.ts';
import { leaveOnPath } from '../../support/leave-on-path.ts';
import { skippedFor } from '../../support/loop-volume.ts';
import { missingForNotifications, useNotificationDaemon } from '../../support/notification-daemon.ts';
import { transferRequest } from '../../support/transfer-request.ts';
import { missingForTray, pageOf, useScenes } from '../../support/tray-scene.ts';
import { until } from '../../support/watch-staging.ts';

const reason = missingForTray || missingForNotifications;
const scene = useScenes();
const daemon = useNotificationDaemon(reason);

/** Writes what an engine writes when it is done. */
function finishTransfer(state: string, id: string): void {
  const view = readTransfer(state, id);
  if (view?.kind !== 'transfer') throw new Error('no record');
  const { record } = view;
  const ended = { state: 'done', endedAt: new Date().toISOString(), revision: record.revision + 1 };
  replaceFile(join(transferFolder(state, id), 'record.json'), JSON.stringify({ ...record, ...ended }));
}

/** Text as markup draws it. */
const withoutEntities = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
/** Notifications that came since. */
const since = (count: number) => daemon().shown().slice(count);

describe.skipIf(reason !== '')(`a real notification daemon${skippedFor(reason)}`, () => {
  it.each([
    ['a title that looks like an option', '--urgency=critical', 'body'],
    ['a command', '$(touch canary) `touch canary`', '"; touch canary; "'],
    ['quotes and backslashes', `it's "quoted" \\n`, 'a\\b\\"c \\n'],
    ['markup', '<b>a</b> & b', '<img src="x"> &amp; <a href="y">z</a>'],
    ['another script', '渡し船 🛳 e\u0301', 'из Москвы'],
    ['a new line and a bell', 'a\nb\u0007c', 'd\r\ne'],
    ['no text at all', 'title', ''],
  ])('shows %s as text', async (_what, title, body) => {
    const before = daemon().shown().length;
    const notifier = new HelperNotifier(async () => new NotifySend(), textForNotifySend);
    expect(await notifier.notify({ title, body, clicked: () => {} })).toBe('shown');
    await until(() => daemon().shown().length > before);
    const [shown] = since(before);
    const plain = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();
    expect(plain(shown?.title ?? '')).toBe(plain(title));
    // As a daemon draws it: the body is markup.
    expect(plain(withoutEntities(shown?.body ?? ''))).toBe(plain(body));
    expect(existsSync('canary')).toBe(false);
  });

  it('is told of one ending, once, by name', async () => {
    const { start, makeBundle, rightClick, target } = scene();
    const before = daemon().shown().length;
    const { world } = await start();
    world.chooseFolder = async () => [target];
    rightClick(makeBundle('Ubuntu $(id)'));
    await until(() => since(before).length > 0);
    await new Promise((wait) => setTimeout(wait, 1500));
    expect(since(before)).toMatchObject([
      {
        title: expect.stringContaining('Ubuntu $(id)'),
        body: expect.stringContaining('T9'),
        app: 'VM Ferry',
      },
    ]);
    expect(world.notifications).toEqual([]);
  });

  it('is told of several that end together in one', async () => {
    const { start, state } = scene();
    const { world } = await start();
    const before = daemon().shown().length;
    // As their engines would, in one moment.
    const ids = ['A', 'B', 'C'].map((name) =>
      createTransfer(state, transferRequest(`/VMs/${name}.utm`, '/Volumes/T9')),
    );
    await new Promise((seen) => setTimeout(seen, 300));
    for (const id of ids) finishTransfer(state, id);
    await until(() => since(before).length > 0);
    await new Promise((wait) => setTimeout(wait, 1500));
    expect(since(before)).toHaveLength(1);
    expect(`${since(before)[0]?.title} ${since(before)[0]?.body}`).toContain('3');
    expect(world.icon.image).toBe('idle');
  });

  it('is not told when the person wants no notifications; the icon and the row tell', async () => {
    const { start, makeBundle, rightClick, target, transfers, state } = scene();
    const { world } = await start();
    await pageOf(world).evaluate("ferry.request('changeSettings', { notifications: false })");
    world.chooseFolder = async () => [target];
    const before = daemon().shown().length;
    const id = rightClick(makeBundle('Ubuntu', 400));
    await until(() => transfers()[0]?.state === 'copying');
    requestPause(state, id);
    await until(() => transfers()[0]?.state === 'paused');
    process.kill(transfers()[0]?.owner?.process.pid ?? 0, 'SIGKILL');
    await until(() => world.icon.image === 'attention');
    await new Promise((wait) => setTimeout(wait, 1500));
    expect(since(before)).toEqual([]);
    // Looked at, it calls no more.
    await world.icon.userClick();
    await pageOf(world)
      .getByRole('button', { name: /resume.*ubuntu/i })
      .waitFor();
  });

  it('is told when nobody works on a transfer any more, and what ended while the app did not run', async () => {
    const { start, makeBundle, rightClick, target, transfers } = scene();
    const first = await start();
    first.world.chooseFolder = async () => [target];
    const before = daemon().shown().length;
    rightClick(makeBundle('Ubuntu', 500));
    await until(() => transfers()[0]?.state === 'copying');
    process.kill(transfers()[0]?.owner?.process.pid ?? 0, 'SIGKILL');
    await until(() => since(before).length === 1);
    expect(since(before)[0]?.title).toContain('interrupted');
    await first.world.icon.userClick();
    await pageOf(first.world)
      .getByRole('button', { name: /resume.*ubuntu/i })
      .click();
    await until(() => transfers()[0]?.owner !== undefined);
    await first.stop();
    await until(() => transfers()[0]?.state === 'done');
    await start();
    await until(() => since(before).length === 2);
    expect(since(before)[1]).toMatchObject({ title: expect.stringContaining('Ubuntu') });
  });
});

describe.skipIf(missingForTray !== '')(
  `without notify-send, Electron tells${skippedFor(missingForTray)}`,
  () => {
    it('and a click shows the copy in Finder', async () => {
      const { start, makeBundle, rightClick, target } = scene();
      leaveOnPath('node', 'chmod', 'rm');
      const { world } = await start();
      world.chooseFolder = async () => [target];
      expect(world.log).not.toContain('notifications touched');
      rightClick(makeBundle('Ubuntu'));
      await until(() => world.notifications.length === 1);
      world.notifications[0]?.emit('click', {});
      expect(world.shownFiles).toEqual([join(target, 'Ubuntu.utm')]);
    });

    it('and a click on a failure opens the popover at its row', async () => {
      const { start, makeBundle, rightClick, target, transfers } = scene();
      leaveOnPath('node', 'chmod', 'rm');
      const { world } = await start();
      world.chooseFolder = async () => [target];
      rightClick(makeBundle('Ubuntu', 500));
      await until(() => transfers()[0]?.state === 'copying');
      process.kill(transfers()[0]?.owner?.process.pid ?? 0, 'SIGKILL');
      await until(() => world.notifications.length === 1);
      expect(world.popover.isVisible()).toBe(false);
      world.notifications[0]?.emit('click', {});
      expect(world.popover.isVisible()).toBe(true);
    });

    it('and when the system refuses, the popover says so', async () => {
      const { start, makeBundle, rightClick, target } = scene();
      leaveOnPath('node', 'chmod', 'rm');
      const { world } = await start();
      world.notificationAnswer = 'failed';
      world.chooseFolder = async () => [target];
      rightClick(makeBundle('Ubuntu'));
      await until(() => world.notifications.length === 1);
      await world.icon.userClick();
      const { notices } = (await pageOf(world).evaluate("ferry.request('ready')")) as {
        notices: { kind: string }[];
      };
      expect(notices.map(({ kind }) => kind)).toContain('notifications-refused');
    });
  },
);
