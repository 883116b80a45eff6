import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';
import { expect, it } from 'vitest';
import { skippedFor } from '../../support/loop-volume.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

/** Electron's own program: named, or where its package keeps it once it was fetched. */
const program =
  process.env.VM_FERRY_ELECTRON ??
  ['electron', 'Electron.app/Contents/MacOS/Electron']
    .map((name) => resolve('node_modules/electron/dist', name))
    .find((path) => existsSync(path)) ??
  '';
const reason = existsSync(program)
  ? ''
  : 'there is no Electron program; npx install-electron fetches it, or VM_FERRY_ELECTRON names it';

it.skipIf(reason !== '')(`the real Electron starts the shipped app${skippedFor(reason)}`, async () => {
  const state = join(makeTempFolder(), 'state');
  const app = await _electron.launch({
    executablePath: program,
    args: [resolve('dist/tray/main.cjs')],
    env: { ...process.env, VM_FERRY_STATE: state, VM_FERRY_ENGINE: resolve('dist/engine') } as Record<
      string,
      string
    >,
  });
  try {
    const page = await app.firstWindow();
    expect(page.url()).toBe('app://popover/index.html');
    await page.getByRole('heading').first().waitFor();
    expect(await page.evaluate('[typeof require, Object.keys(ferry).sort().join()]')).toEqual([
      'undefined',
      'on,pathOf,request',
    ]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(
      false,
    );
  } finally {
    await app.close();
  }
});
