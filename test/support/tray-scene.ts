import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createTransfer, listTransfers, type TransferWish } from '#engine/transfers';
import type { KnownTransfer } from '../../tray/transfers/known-transfer.ts';
import { type RunningTray, startTray, type TrayOptions } from './electron-double/running-tray.ts';
import type { World } from './electron-double/world.ts';
import { makeGuestBundle } from './guest-bundle.ts';
import { launchBrowser, noBrowserReason } from './launch-browser.ts';
import { makeTempFolder } from './temp-folder.ts';
import { transferRequest } from './transfer-request.ts';

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
    makeBundle: (name, mebibytes = 1) => makeGuestBundle(home, name, mebibytes),
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
