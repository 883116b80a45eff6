import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const program = '/usr/bin/chromium';

/** Empty, or why there are no pages here. */
export function missingForPages(): string {
  return existsSync(program) ? '' : `${program} is not installed`;
}

/** Debian's Chromium, quiet: without these flags it fills a closed network with questions. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: [
      '--headless',
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
