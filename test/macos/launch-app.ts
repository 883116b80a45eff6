/**
 * `node test/macos/launch-app.ts`: starts the built menu-bar app in the real Electron and waits until its popover’s page is loaded. The packaged
 * app cannot be looked into: its fuses forbid that.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';

const room = mkdtempSync(join(tmpdir(), 'vm-ferry-launch-'));
const app = await _electron.launch({
  executablePath: createRequire(import.meta.url)('electron') as unknown as string,
  args: [resolve('dist/tray/main.cjs')],
  env: {
    ...(process.env as Record<string, string>),
    VM_FERRY_STATE: join(room, 'state'),
    VM_FERRY_ENGINE: resolve('dist/engine'),
  },
});
try {
  const page = app.windows()[0] ?? (await app.waitForEvent('window', { timeout: 60_000 }));
  await page.waitForLoadState('load');
  console.log(
    JSON.stringify({ page: page.url(), versions: await app.evaluate(() => process.versions) }, null, 2),
  );
} finally {
  await app.close();
  rmSync(room, { recursive: true, force: true });
}
