import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from '../support/seeded-random.ts';

const MiB = 2 ** 20;

/** What is inside a disk image that was made. */
export type ImageContent = 'an ext4 file system' | 'stretches of data';

/**
 * Makes a sparse raw disk image: with a real ext4 file system full of files where mkfs.ext4 is there, else with stretches
 * of data far enough apart that APFS makes holes between them.
 *
 * @param dataBytes about how much of it is data
 */
export function makeDiskImage(
  path: string,
  logicalBytes: number,
  dataBytes: number,
  workFolder: string,
): ImageContent {
  setLength(path, logicalBytes);
  const files = join(workFolder, 'files');
  mkdirSync(files, { recursive: true });
  try {
    if (spawnSync('mkfs.ext4', ['-V'], { stdio: 'ignore' }).error === undefined) {
      fillFolder(files, dataBytes);
      const made = spawnSync('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=1', '-d', files, path], {
        stdio: 'ignore',
      });
      if (made.status === 0) return 'an ext4 file system';
      rmSync(path);
      setLength(path, logicalBytes);
    }
  } finally {
    rmSync(files, { recursive: true });
  }
  writeStretches(path, logicalBytes, dataBytes);
  return 'stretches of data';
}

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

function writeStretches(path: string, logicalBytes: number, dataBytes: number): void {
  const block = new SeededRandom(2).bytes(MiB);
  const stretches = 16;
  const stretchBytes = Math.floor(dataBytes / stretches / MiB) * MiB;
  const fd = openSync(path, 'r+');
  for (let i = 0; i < stretches; i++) {
    const start = Math.floor((i * logicalBytes) / stretches / MiB) * MiB;
    for (let done = 0; done < stretchBytes; done += MiB) writeSync(fd, block, 0, MiB, start + done);
  }
  closeSync(fd);
}
