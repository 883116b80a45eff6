import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why there can be no browser here; undefined: there can. */
export function noBrowserReason(): string | undefined {
  return existsSync(executablePath) ? undefined : `${executablePath} is missing (Debian package chromium)`;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    // Without these it looks for updates and keys on a network that is not there.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
