import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createTransfer, listTransfers, type TransferWish } from '#engine/transfers';
import type { KnownTransfer } from '../../tray/transfers/known-transfer.ts';
import { type RunningTray, startTray, type TrayOptions } from './electron-double/running-tray.ts';
import type { World } from './electron-double/world.ts';
import { launchBrowser, noBrowserReason } from './launch-browser.ts';
import { SeededRandom } from './seeded-random.ts';
import { makeTempFolder } from './temp-folder.ts';
import { transferRequest } from './transfer-request.ts';

const MiB = 2 ** 20;

/** Empty, or why the shipped app cannot run with real pages here. */
export const missingForTray = noBrowserReason() ?? '';

/** A folder with a state of its own, a place to copy to, and the shipped app when it is wanted. */
export interface Scene {
  readonly home: string;
  readonly state: string;
  readonly target: string;
  /** Starts the app; it is stopped when the test has finished. */
  start(options?: Partial<TrayOptions>): Promise<RunningTray>;
  /** A bundle with a disk image of so much data. */
  makeBundle(name: string, mebibytes?: number): string;
  /** What the Quick Action writes: a transfer without a target. */
  rightClick(source: string, change?: Partial<TransferWish>): string;
  transfers(): KnownTransfer[];
}

/** One browser for all tests of a file. */
export function useScenes(): () => Scene {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (missingForTray === '') browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return () => makeScene(() => browser as Browser);
}

/** The page of the popover. */
export function pageOf(world: World): Page {
  return world.popover.webContents.page;
}

function makeScene(browser: () => Browser): Scene {
  const home = makeTempFolder();
  const state = join(home, 'state');
  const target = join(home, 'T9');
  mkdirSync(target);
  return {
    home,
    state,
    target,
    start: async (options = {}) => {
      const tray = await startTray(browser(), { state, ...options });
      onTestFinished(() => tray.stop());
      return tray;
    },
    makeBundle: (name, mebibytes = 1) => {
      const bundle = join(home, `${name}.utm`);
      mkdirSync(join(bundle, 'Data'), { recursive: true });
      writeFileSync(join(bundle, 'config.plist'), configOf(name));
      const fd = openSync(join(bundle, 'Data/disk.img'), 'w');
      const block = new SeededRandom(1).bytes(MiB);
      // A hole between each two pieces, for a picture that is worth looking at.
      for (let i = 0; i < mebibytes; i++) writeSync(fd, block, 0, MiB, i * 2 * MiB);
      closeSync(fd);
      return bundle;
    },
    rightClick: (source, change = {}) =>
      createTransfer(state, {
        ...transferRequest(source, ''),
        targetFolder: null,
        askedBy: 'quick-action',
        ...change,
      }),
    transfers: () => listTransfers(state).flatMap((view) => (view.kind === 'transfer' ? view : [])),
  };
}

function configOf(name: string): string {
  const text = name.replace(/[<&]/g, (each) => `&#${each.charCodeAt(0)};`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>Backend</key><string>Apple</string><key>ConfigurationVersion</key><integer>4</integer>
<key>Information</key><dict><key>Name</key><string>${text}</string></dict>
<key>Drive</key><array><dict><key>ImageName</key><string>disk.img</string></dict></array></dict></plist>`;
}
