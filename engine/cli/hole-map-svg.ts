import { writeFileSync } from 'node:fs';
import { type BundleDescription, type DiskImage, FerryError } from '#engine';
import { bundleName } from './bundle-in-words.ts';
import { shown, sizeInWords } from './words.ts';

/** Parts of a strip: one for each point of its width. */
export const svgCells = 640;

const margin = 24;
const headHeight = 72;
const imageHeight = 64;
const footHeight = 44;
const stripHeight = 20;

/**
 * Writes a picture of a bundle's hole maps, for light and dark surroundings. A file that exists is never replaced.
 *
 * @throws FerryError TARGET_EXISTS, TARGET_FAILED
 */
export function writeHoleMapSvg(path: string, bundle: BundleDescription): void {
  try {
    writeFileSync(path, holeMapSvg(bundle), { flag: 'wx' });
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === undefined) throw thrown;
    throw new FerryError(
      code === 'EEXIST' ? 'TARGET_EXISTS' : 'TARGET_FAILED',
      code === 'EEXIST' ? `${path} exists already.` : `The picture ${path} could not be written (${code}).`,
      'Name another file. VM Ferry never replaces anything.',
      { path, errno: code, cause: thrown },
    );
  }
}

/** The picture as text. */
export function holeMapSvg(bundle: BundleDescription): string {
  const width = svgCells + 2 * margin;
  const height = headHeight + bundle.images.length * imageHeight + footHeight;
  const sizes = `${sizeInWords(bundle.logicalBytes)}, of which ${sizeInWords(bundle.allocatedBytes)} take space`;
  const name = escaped(shortened(bundleName(bundle), 60));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Where the disk images of ${name} hold data">`,
    '<style>',
    'svg { --paper: #fff; --ink: #1d1d1f; --soft: #6e6e73; --hole: #e8e8ed; --data: #0a6cff; background: var(--paper) }',
    '@media (prefers-color-scheme: dark) { svg { --paper: #1c1c1e; --ink: #f5f5f7; --soft: #a1a1a6; --hole: #3a3a3c; --data: #4aa3ff } }',
    'text { font: 13px -apple-system, system-ui, sans-serif; fill: var(--ink) } .name { font-size: 17px; font-weight: 600 } .soft { fill: var(--soft) }',
    '.hole { fill: var(--hole) } .data { fill: var(--data) }',
    '</style>',
    `<rect width="${width}" height="${height}" rx="12" fill="var(--paper)"/>`,
    `<text class="name" x="${margin}" y="38">${name}</text>`,
    `<text class="soft" x="${margin}" y="58">${escaped(sizes)}</text>`,
    ...bundle.images.flatMap((image, i) => imageRows(image, headHeight + i * imageHeight, i)),
    ...legend(height - footHeight + 16),
    '</svg>',
    '',
  ].join('\n');
}

function imageRows(image: DiskImage, top: number, index: number): string[] {
  const used = Math.min(image.allocatedBytes, image.logicalBytes);
  const sizes = `${sizeInWords(used)} of ${sizeInWords(image.logicalBytes)}`;
  const y = top + 26;
  return [
    `<text x="${margin}" y="${top + 18}">${escaped(shortened(image.relativePath, 60))}</text>`,
    `<text class="soft" x="${margin + svgCells}" y="${top + 18}" text-anchor="end">${sizes}</text>`,
    `<clipPath id="strip${index}"><rect x="${margin}" y="${y}" width="${svgCells}" height="${stripHeight}" rx="4"/></clipPath>`,
    `<g clip-path="url(#strip${index})"><rect class="hole" x="${margin}" y="${y}" width="${svgCells}" height="${stripHeight}"/>`,
    ...stretches(image.strip).map(
      ({ start, end, part }) =>
        `<rect class="data" x="${margin + start}" y="${y}" width="${end - start}" height="${stripHeight}"${part >= 1 ? '' : ` opacity="${part}"`}/>`,
    ),
    '</g>',
  ];
}

/** Neighbouring cells of one fullness as one rectangle. Any data shows, and fullness in fifths is all that the eye tells. */
function stretches(strip: readonly number[]): { start: number; end: number; part: number }[] {
  const found: { start: number; end: number; part: number }[] = [];
  for (const [cell, filled] of strip.entries()) {
    if (filled === 0) continue;
    const part = Math.max(0.4, Math.round(filled * 5) / 5);
    const last = found.at(-1);
    if (last !== undefined && last.end === cell && last.part === part) last.end++;
    else found.push({ start: cell, end: cell + 1, part });
  }
  return found;
}

function legend(top: number): string[] {
  const row = (x: number, kind: string, words: string) => [
    `<rect class="${kind}" x="${x}" y="${top}" width="12" height="12" rx="3"/>`,
    `<text class="soft" x="${x + 18}" y="${top + 11}">${words}</text>`,
  ];
  return [...row(margin, 'data', 'data'), ...row(margin + 80, 'hole', 'hole: never written, takes no space')];
}

/** Long names keep their beginning and end, where they differ. */
function shortened(name: string, lettersMax: number): string {
  const letters = [...name];
  if (letters.length <= lettersMax) return name;
  return `${letters.slice(0, lettersMax - 21).join('')}…${letters.slice(-20).join('')}`;
}

/** File names are hostile input, here to whatever shows the picture. */
function escaped(text: string): string {
  return shown(text).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
