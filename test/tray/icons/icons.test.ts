import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appIcon } from '../../../tray/icons/app-icon.ts';
import { icnsSizes } from '../../../tray/icons/icns.ts';
import { scanlines } from '../../../tray/icons/png.ts';
import { templateIcons } from '../../../tray/icons/template-icons.ts';
import { readPng } from '../../support/read-png.ts';

const folder = 'tray/icons';
const drawn = templateIcons();

describe('the icons of the menu bar', () => {
  it('are all there, and no other', () => {
    const committed = readdirSync(folder).filter((name) => name.includes('Template'));
    expect(committed.sort()).toEqual([...drawn.keys()].sort());
    expect(drawn.size).toBe(24);
  });

  it.each([...drawn])('%s is what the script draws', (name, { canvas, dotsPerInch }) => {
    const file = readPng(readFileSync(`${folder}/${name}`));
    expect(file.width).toBe(name.includes('@2x') ? 36 : 18);
    expect(file.height).toBe(file.width);
    expect(file.dotsPerMetre).toBe(Math.round(dotsPerInch / 0.0254));
    expect(file.scanlines.equals(scanlines(canvas))).toBe(true);
  });

  it.each([...drawn])('%s is black, and only its alpha makes the picture', (_name, { canvas }) => {
    const colours = canvas.pixels.filter((_, index) => index % 4 !== 3);
    expect(Math.max(...colours)).toBe(0);
    expect(canvas.pixels.some((part, index) => index % 4 === 3 && part === 1)).toBe(true);
  });

  it('differ in shape: any two have pixels that are wholly there in one and wholly not in the other', () => {
    const single = [...drawn].filter(([name]) => name.includes('@2x'));
    for (const [one, { canvas: a }] of single)
      for (const [other, { canvas: b }] of single) {
        if (one === other) continue;
        const opposite = a.pixels.filter((part, at) => Math.abs(part - (b.pixels[at] ?? 0)) > 0.99).length;
        expect(opposite, `${one} and ${other}`).toBeGreaterThanOrEqual(2);
      }
  });
});

describe('the icon of the app', () => {
  const file = readFileSync(`${folder}/app.icns`);

  it('holds every size that a Mac asks for, each as a PNG of that size', () => {
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const sizes: Record<string, number> = {};
    for (let at = 8; at < file.length; ) {
      const length = file.readUInt32BE(at + 4);
      sizes[file.toString('latin1', at, at + 4)] = readPng(file.subarray(at + 8, at + length)).width;
      at += length;
    }
    expect(sizes).toEqual(icnsSizes);
  });

  it('is what the script draws', () => {
    const picture = readPng(readFileSync(`${folder}/app.png`));
    expect(picture.width).toBe(1024);
    expect(picture.scanlines.equals(scanlines(appIcon(1024)))).toBe(true);
  });
});
