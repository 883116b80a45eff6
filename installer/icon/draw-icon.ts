/**
 * `node installer/icon/draw-icon.ts`: draws `VM Ferry.svg` at every size macOS wants, with Debian's Chromium, and packs the
 * pictures into `VM Ferry.icns`. Both files are committed, so that packaging needs no browser.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Type of each picture in an .icns file, by its width in pixels: PNG inside, as macOS has written them since 10.7. */
const types = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
] as const;

const folder = import.meta.dirname;
const drawing = readFileSync(join(folder, 'VM Ferry.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const pictures = new Map<number, Buffer>();
  for (const width of new Set(types.map(([, each]) => each))) {
    const page = await browser.newPage({ viewport: { width, height: width }, deviceScaleFactor: 1 });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${width}px;height:${width}px}</style>${drawing}`,
    );
    pictures.set(width, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
  writeFileSync(join(folder, 'VM Ferry.icns'), packIcns(pictures));
} finally {
  await browser.close();
}

/** An .icns file: a head, then each picture behind its type and length, all big-endian. */
function packIcns(pictures: ReadonlyMap<number, Buffer>): Buffer {
  const parts = types.map(([type, width]) => {
    const picture = pictures.get(width) as Buffer;
    return Buffer.concat([Buffer.from(type), bigEndian(picture.length + 8), picture]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('icns'), bigEndian(body.length + 8), body]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
