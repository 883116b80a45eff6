import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import packageFacts from '../../package.json' with { type: 'json' };
import type { KnownTransfer } from '../../tray/transfers/known-transfer.ts';
import { compareTrees } from '../support/compare-trees.ts';
import { makeGuestBundle } from '../support/guest-bundle.ts';
import { HeldEngine } from '../support/held-engine.ts';
import { InstalledMac } from '../support/installed-mac.ts';
import { missingForVolume, namesOn, skippedFor, useLoopVolumes } from '../support/loop-volume.ts';
import { missingProgram } from '../support/missing-program.ts';
import { missingForNotifications, NotificationDaemon } from '../support/notification-daemon.ts';
import { missingForTray, pageOf, useScenes } from '../support/tray-scene.ts';
import { until } from '../support/watch-staging.ts';

const reason =
  missingForTray ||
  missingForNotifications ||
  missingProgram('plistutil', 'libplist-utils', '--version') ||
  missingProgram('zsh', 'zsh', '--version');
const noVolumes = reason || missingForVolume('ext4');
/** As hostile as a name may be. */
const name = '渡し "VM" $(touch canary) it\'s';

const scene = useScenes();
const volume = useLoopVolumes();
let mac: InstalledMac;
let daemon: NotificationDaemon;
let untouched: Record<string, string>;
/** Transfers and notifications of the tests before. */
const before = { transfers: new Set<string>(), notifications: 0 };
const surroundings = { HOME: process.env.HOME, XDG_DATA_HOME: process.env.XDG_DATA_HOME };

beforeAll(async () => {
  if (reason !== '') return;
  mac = await InstalledMac.prepare();
  untouched = mac.snapshot();
  daemon = await NotificationDaemon.start();
  Object.assign(process.env, daemon.env, { HOME: mac.home });
  delete process.env.XDG_DATA_HOME;
}, 300_000);

afterEach(() => {
  if (reason !== '') return;
  for (const { id } of mac.transfers()) before.transfers.add(id);
  before.notifications = daemon.shown().length;
});

afterAll(async () => {
  daemon?.stop();
  await mac?.dispose();
  for (const [key, value] of Object.entries(surroundings))
    if (value !== undefined) process.env[key] = value;
}, 60_000);

/** The transfer that the running test has asked for. */
const transfer = (): KnownTransfer | undefined => mac.transfers().find(({ id }) => !before.transfers.has(id));
const told = () => daemon.shown().slice(before.notifications);

/** The menu-bar app with the installed engine; whoever sits there chooses this folder. */
async function openApp(folder: string) {
  const tray = await scene().start({ state: mac.places.state, engine: mac.engine });
  tray.world.chooseFolder = async () => [folder];
  return { ...tray, page: pageOf(tray.world) };
}

/** From the right-click until the engine is in the middle of the copy, and held there. */
async function ask(verb: 'copy' | 'move', source: string, { electron, world }: Awaited<ReturnType<typeof openApp>>) {
  const shell = verb === 'copy' ? 'zsh' : 'sh';
  expect(await mac.pick(verb, [source], shell)).toMatchObject({ exitCode: 0, stderr: '' });
  // What “open -g” of the Quick Action is to an app that runs.
  electron.app.emit('activate', {}, false);
  await until(() => world.panels.length === 1);
  expect(world.panels[0]?.message).toContain(name);
  await world.icon.userClick();
  return HeldEngine.hold(transfer);
}

/**
 * The whole chain, each link as it ships, on one home that VM Ferry is installed into and removed from. Stood in for are the programs
 * of macOS, Finder and Automator, Electron, the person at the panel, and the Node in the app; their doubles say what they do not prove.
 * The tests are one story and run in their order.
 */
describe.skipIf(reason !== '')(`the whole chain${skippedFor(reason)}`, () => {
  it('is installed: app, Quick Actions, command', async () => {
    expect(await mac.install()).toBe(0);
    expect(mac.quickActions()).toEqual(['Copy VM with Ferry….workflow', 'Move VM with Ferry….workflow']);
    expect(mac.command('copy')).toContain(' quick-action copy "$@"');
    const link = join(mac.home, '.local/bin/ferry');
    expect(readlinkSync(link)).toBe(join(mac.engine, 'ferry'));
    expect(execFileSync(link, ['--version'], { encoding: 'utf8', cwd: '/' }).trim()).toBe(packageFacts.version);
  });

  it('copies: right-click, folder panel, a moving bar, a notification, Show in Finder', async () => {
    const target = join(mac.places.volumes, 'T9');
    const app = await openApp(target);
    const { world, page } = app;
    const source = makeGuestBundle(join(mac.home, 'VMs'), name, 500);
    const engine = await ask('copy', source, app);
    const bar = page.getByRole('progressbar').last();
    const seen = new Set<number>();
    do {
      const { doneBytes, totalBytes } = transfer()?.record.counters ?? { doneBytes: 0, totalBytes: 1 };
      const percent = Math.floor((100 * doneBytes) / totalBytes);
      await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow')), { timeout: 20_000 }).toBeCloseTo(percent, -1);
      seen.add(Number(await bar.getAttribute('aria-valuenow')));
    } while ((await engine.step()) && seen.size < 4);
    engine.go();
    expect(seen.size).toBeGreaterThan(2);
    expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
    expect(world.awake.size).toBe(1);

    await until(() => transfer()?.state === 'done', 60);
    const copy = join(target, `${name}.utm`);
    expect(compareTrees(source, copy)).toEqual([]);
    await until(() => told().length > 0);
    expect(told()).toMatchObject([{ title: expect.stringContaining(name), body: expect.stringContaining('T9') }]);
    await page.getByRole('button', { name: /show in finder/i }).first().click();
    await until(() => world.shownFiles.length > 0);
    expect(world.shownFiles).toEqual([copy]);
    expect(transfer()?.record).toMatchObject({ target: copy, request: { verb: 'copy', askedBy: 'quick-action' } });
  });
});
