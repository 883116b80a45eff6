import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
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
  for (const [key, value] of Object.entries(surroundings)) if (value !== undefined) process.env[key] = value;
}, 60_000);

/** For machines that are busy with other things: only what never comes fails. */
const comes = (isTime: () => boolean) => until(isTime, 90);
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
async function ask(
  verb: 'copy' | 'move',
  source: string,
  { electron, world }: Awaited<ReturnType<typeof openApp>>,
) {
  const shell = verb === 'copy' ? 'zsh' : 'sh';
  expect(await mac.pick(verb, [source], shell)).toMatchObject({ exitCode: 0, stderr: '' });
  // What “open -g” of the Quick Action is to an app that runs.
  electron.app.emit('activate', {}, false);
  await comes(() => world.panels.length === 1);
  expect(world.panels[0]?.message).toContain(name);
  await world.icon.userClick();
  return HeldEngine.hold(transfer);
}

const showInFinder = (page: Page, of: string) =>
  page.getByRole('button', { name: `Show in Finder: ${of}`, exact: true }).click();

/**
 * The whole chain, each link as it ships, on one home that VM Ferry is installed into and removed from. Stood in for are the programs
 * of macOS, Finder and Automator, Electron, the person at the panel, and the Node in the app; their doubles say what they do not prove.
 * The tests are one story and run in their order.
 */
describe.skipIf(reason !== '')(`the whole chain${skippedFor(reason)}`, { timeout: 300_000 }, () => {
  it('is installed: app, Quick Actions, command', async () => {
    expect(await mac.install()).toBe(0);
    expect(mac.quickActions()).toEqual(['Copy VM with Ferry….workflow', 'Move VM with Ferry….workflow']);
    expect(mac.command('copy')).toContain(' quick-action copy "$@"');
    const link = join(mac.home, '.local/bin/ferry');
    expect(readlinkSync(link)).toBe(join(mac.engine, 'ferry'));
    expect(execFileSync(link, ['--version'], { encoding: 'utf8', cwd: '/' }).trim()).toBe(
      packageFacts.version,
    );
  });

  it('copies: right-click, folder panel, a moving bar, a notification, Show in Finder', async () => {
    const target = join(mac.places.volumes, 'T9');
    const app = await openApp(target);
    const { world, page } = app;
    const source = makeGuestBundle(join(mac.home, 'VMs'), name, 1500);
    const engine = await ask('copy', source, app);
    const bar = page.getByRole('progressbar').last();
    const seen = new Set<number>();
    do {
      const { doneBytes, totalBytes } = transfer()?.record.counters ?? { doneBytes: 0, totalBytes: 1 };
      const percent = Math.floor((100 * doneBytes) / totalBytes);
      await expect
        .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { timeout: 60_000 })
        .toBeCloseTo(percent, -1);
      seen.add(Number(await bar.getAttribute('aria-valuenow')));
    } while ((await engine.step()) && seen.size < 4);
    engine.go();
    expect(seen.size).toBeGreaterThan(2);
    expect([...seen]).toEqual([...seen].sort((a, b) => a - b));
    expect(world.awake.size).toBe(1);

    await comes(() => transfer()?.state === 'done');
    const copy = join(target, `${name}.utm`);
    expect(compareTrees(source, copy)).toEqual([]);
    await comes(() => told().length > 0);
    expect(told()).toMatchObject([
      { title: expect.stringContaining(name), body: expect.stringContaining('T9') },
    ]);
    await showInFinder(page, name);
    await comes(() => world.shownFiles.length > 0);
    expect(world.shownFiles).toEqual([copy]);
    expect(transfer()?.record).toMatchObject({
      target: copy,
      request: { verb: 'copy', askedBy: 'quick-action' },
    });
  });

  it.skipIf(noVolumes !== '')(
    `moves from one volume to another: verified, and the original is in the Trash${skippedFor(noVolumes)}`,
    async () => {
      const [home, drive] = [volume('ext4', 500), volume('ext4', 500)];
      const app = await openApp(drive.folder);
      const source = makeGuestBundle(home.folder, name, 300);
      const engine = await ask('move', source, app);
      // Nothing of the original goes before its copy is whole.
      expect(namesOn(home.folder)).toEqual([`${name}.utm`]);
      expect(existsSync(join(drive.folder, `${name}.utm`))).toBe(false);
      engine.go();
      await comes(() => transfer()?.state === 'done');
      expect(transfer()?.record).toMatchObject({ isVerified: true, method: 'sparse', metadataLosses: 0 });
      expect(namesOn(drive.folder)).toEqual([`${name}.utm`]);
      expect(existsSync(source)).toBe(false);
      const trashed = join(home.folder, `.Trash-${process.getuid?.()}/files/${name}.utm`);
      expect(compareTrees(trashed, join(drive.folder, `${name}.utm`))).toEqual([]);
      await comes(() => told().length > 0);
      expect(told()).toMatchObject([{ title: expect.stringContaining(name) }]);
    },
  );

  it.skipIf(noVolumes !== '')(
    `goes on after its drive was pulled and came back under another name, and after a power cut${skippedFor(noVolumes)}`,
    async () => {
      const drive = volume('ext4', 500);
      const firstPlace = drive.folder;
      const app = await openApp(firstPlace);
      const { page, world } = app;
      const source = makeGuestBundle(join(mac.home, 'VMs'), `${name} 2`, 300);
      const resume = page.getByRole('button', { name: /^resume/i });

      const first = await ask('copy', source, app);
      drive.pull();
      first.go();
      await comes(() => transfer()?.state === 'interrupted');
      expect(transfer()?.record.error).toMatchObject({ code: 'TARGET_FAILED' });
      await comes(() => told().length === 1);
      expect(told()[0]?.title).toContain('interrupted');
      // Asked for while it is away: what is now where it was is not taken for it.
      const failures = () => mac.log(transfer()?.id).filter(({ event }) => event === 'failed').length;
      const failuresBefore = failures();
      await resume.click();
      await comes(() => failures() > failuresBefore && transfer()?.owner === undefined);
      expect(transfer()?.state).toBe('interrupted');
      expect(readdirSync(firstPlace)).toEqual([]);

      const secondPlace = `${firstPlace} 1`;
      drive.mount(secondPlace);
      // It goes on by itself; then the Mac loses its power.
      const second = await HeldEngine.hold(transfer);
      second.kill();
      await comes(() => transfer()?.state === 'interrupted');
      await resume.click();
      await comes(() => transfer()?.state === 'done');
      expect(compareTrees(source, join(secondPlace, `${name} 2.utm`))).toEqual([]);
      expect(namesOn(secondPlace)).toEqual([`${name} 2.utm`]);
      expect(readdirSync(firstPlace)).toEqual([]);
      expect(transfer()?.record).toMatchObject({ target: join(secondPlace, `${name} 2.utm`) });
      await showInFinder(page, `${name} 2`);
      await comes(() => world.shownFiles.length > 0);
      expect(world.shownFiles).toEqual([join(secondPlace, `${name} 2.utm`)]);
    },
  );

  it('is removed: everything is as it was, but for the history; and then the history too', async () => {
    // The machines are the person's, and were not there at the beginning.
    rmSync(join(mac.home, 'VMs'), { recursive: true });
    mkdirSync(join(mac.home, 'VMs'));
    rmSync(join(mac.places.volumes, 'T9'), { recursive: true });
    expect(await mac.installer('uninstall')).toBe(0);
    const history = relative(mac.root, mac.places.state);
    const rest = Object.entries(mac.snapshot()).filter(([path]) => !path.startsWith(`./${history}`));
    expect(Object.fromEntries(rest)).toEqual(untouched);
    expect(readdirSync(mac.places.state).sort()).toEqual(['log.ndjson', 'settings.json', 'transfers']);
    expect(mac.said).toContain(`  kept:    ${join(mac.places.state, 'transfers')}`);
    expect(await mac.installer('uninstall', '--with-history')).toBe(0);
    expect(mac.snapshot()).toEqual(untouched);
  });
});
