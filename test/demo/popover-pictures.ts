/**
 * `npm run popover:pictures`: draws the popover for README, light and dark, below the icon in a menu bar.
 *
 * The page is the built one in Chromium; the bar, the desktop and the shadow around it are drawn here and are not a Mac's.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { chunk } from '../../tray/icons/png.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { openPopover } from '../support/popover-page.ts';
import { popoverViews } from '../support/popover-views.ts';

const margin = 28;
const barHeight = 30;
const width = 360;

const grounds = {
  light: { desktop: '#d5dee8', bar: '#eef2f6', text: '#1c1c1e', line: '#0000001f', invert: 0 },
  dark: { desktop: '#161b22', bar: '#252a31', text: '#f2f2f4', line: '#ffffff26', invert: 1 },
} as const;

const browser = await launchBrowser();
const icon = `data:image/png;base64,${readFileSync('tray/icons/progress4Template@2x.png', 'base64')}`;
for (const theme of ['light', 'dark'] as const) {
  const popover = await openPopover(browser, popoverViews.mixed, { colorScheme: theme });
  const page = await popover.page.screenshot();
  const height = popover.page.viewportSize()?.height ?? 0;
  await popover.close();

  const { desktop, bar, text, line, invert } = grounds[theme];
  const frame = await browser.newPage({
    viewport: { width: width + 2 * margin, height: height + barHeight + margin + 6 },
    deviceScaleFactor: 2,
  });
  await frame.setContent(`<style>
    body { margin: 0; background: ${desktop}; font: 500 13px Inter, sans-serif; color: ${text} }
    .bar { height: ${barHeight}px; background: ${bar}; display: flex; align-items: center; justify-content: flex-end; gap: 16px; padding-right: 16px; font-feature-settings: 'tnum' }
    .bar .icon { width: 18px; height: 18px; filter: invert(${invert}); margin-right: ${width / 2 + margin - 135}px }
    .popover { display: block; width: ${width}px; margin: 6px ${margin}px; border-radius: 11px; box-shadow: 0 0 0 .5px ${line}, 0 8px 22px #00000040 }
  </style><div class="bar"><img class="icon" src="${icon}"><span>Thu 26 Nov</span><span>15:04</span></div>
  <img class="popover" src="data:image/png;base64,${page.toString('base64')}">`);
  await frame.waitForFunction(() => [...document.images].every((image) => image.complete));
  writeFileSync(`test/demo/popover-${theme}.png`, packedTighter(await frame.screenshot()));
  await frame.close();
}
await browser.close();

/** The same picture with zlib's best: Chromium packs in haste. */
function packedTighter(file: Buffer): Buffer {
  const parts: Buffer[] = [file.subarray(0, 8)];
  const data: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const end = at + file.readUInt32BE(at) + 12;
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') data.push(file.subarray(at + 8, end - 4));
    else if (type === 'IEND')
      parts.push(
        chunk('IDAT', deflateSync(inflateSync(Buffer.concat(data)), { level: 9, memLevel: 9 })),
        file.subarray(at, end),
      );
    else if (type === 'IHDR' || type === 'pHYs') parts.push(file.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}
