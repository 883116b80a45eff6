import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from '../support/seeded-random.ts';
import { runChild } from './run-child.ts';

const MiB = 2 ** 20;

/** What is inside a disk image that was made. */
export interface ImageContent {
  readonly inWords: 'an ext4 file system' | 'stretches of data';
  /** Where all of its data is; empty when only the file system knows. */
  readonly stretches: readonly Stretch[];
}

/** A half-open range `[start, end)` of a disk image. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Makes a sparse raw disk image: with a real ext4 file system full of files where mkfs.ext4 is there, else with stretches
 * of data far enough apart that APFS makes holes between them.
 *
 * @param dataBytes about how much of it is data
 */
export async function makeDiskImage(
  path: string,
  logicalBytes: number,
  dataBytes: number,
  workFolder: string,
): Promise<ImageContent> {
  const hasMkfs = (await runChild('mkfs.ext4', ['-V'])) !== undefined;
  if (hasMkfs && (await makeFileSystem(path, logicalBytes, dataBytes, join(workFolder, 'files'))))
    return { inWords: 'an ext4 file system', stretches: [] };
  setLength(path, logicalBytes);
  return { inWords: 'stretches of data', stretches: writeStretches(path, logicalBytes, dataBytes) };
}

/** False when mkfs.ext4 cannot do it here; an old one does not know how to fill a file system. */
async function makeFileSystem(
  path: string,
  logicalBytes: number,
  dataBytes: number,
  files: string,
): Promise<boolean> {
  setLength(path, logicalBytes);
  mkdirSync(files);
  fillFolder(files, dataBytes);
  // A journal that is set up later, as are the tables: else half a gigabyte is reserved that holds nothing.
  const lazily = 'lazy_itable_init=1,lazy_journal_init=1';
  const made = await runChild('mkfs.ext4', ['-q', '-F', '-E', lazily, '-d', files, path]);
  rmSync(files, { recursive: true });
  return made?.status === 0;
}

/** An empty file that is one hole. */
function setLength(path: string, bytes: number): void {
  const fd = openSync(path, 'w');
  ftruncateSync(fd, bytes);
  closeSync(fd);
}

/** Files like a guest's: many small ones, some large. */
function fillFolder(folder: string, dataBytes: number): void {
  const random = new SeededRandom(1);
  const block = random.bytes(MiB);
  for (let i = 0; i < 300; i++)
    writeFileSync(join(folder, `small-${i}`), block.subarray(0, random.integer(100, 40_000)));
  const large = Math.floor(dataBytes / MiB / 8);
  for (let i = 0; i < 8; i++) {
    const fd = openSync(join(folder, `large-${i}`), 'w');
    for (let piece = 0; piece < large; piece++) writeSync(fd, block);
    closeSync(fd);
  }
}

function writeStretches(path: string, logicalBytes: number, dataBytes: number): Stretch[] {
  const block = new SeededRandom(2).bytes(MiB);
  const count = 16;
  const stretchBytes = Math.max(1, Math.floor(dataBytes / count / MiB)) * MiB;
  const stretches = Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * logicalBytes) / count / MiB) * MiB;
    return { start, end: start + stretchBytes };
  });
  const fd = openSync(path, 'r+');
  for (const { start, end } of stretches)
    for (let at = start; at < end; at += MiB) {
      // Every block another, so that a copy with two of them swapped is not equal.
      block.writeDoubleLE(at, 0);
      writeSync(fd, block, 0, MiB, at);
    }
  closeSync(fd);
  return stretches;
}
