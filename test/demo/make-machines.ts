import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { makeAppleBundle } from './make-apple-bundle.ts';
import type { ImageContent } from './make-disk-image.ts';
import { hasQemuImg, makeQemuBundle } from './make-qemu-bundle.ts';

const GiB = 2 ** 30;

export interface Machine {
  /** Of its bundle. */
  readonly name: string;
  /** Of its raw disk image, if it has one. */
  readonly content: ImageContent | undefined;
}

/**
 * Makes the virtual machines that this computer has the programs and the space for, and says what is being made.
 *
 * @throws Error when there is no room for even small ones
 */
export async function makeMachines(folder: string): Promise<Machine[]> {
  const dataBytes = affordableBytes(folder);
  const content = await making('Demo Linux.utm, Apple Virtualization, with a sparse disk image', () =>
    makeAppleBundle(join(folder, 'Demo Linux.utm'), 64 * GiB, dataBytes, folder),
  );
  console.log(`    ${content.inWords} inside`);
  const machines: Machine[] = [{ name: 'Demo Linux.utm', content }];
  if (!(await hasQemuImg())) {
    console.log('  No QEMU virtual machine: qemu-img is not installed here.');
    return machines;
  }
  await making('Demo Windows.utm, QEMU, with a qcow2 disk image', () =>
    makeQemuBundle(join(folder, 'Demo Windows.utm'), 32 * GiB, dataBytes / 3, folder),
  );
  return [...machines, { name: 'Demo Windows.utm', content: undefined }];
}

/** Everything together takes about three times as much, copies included. */
function affordableBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes < 0.3 * GiB) throw new Error(`it needs 300 MB of free space in ${folder}`);
  if (freeBytes < 3 * GiB) console.log('  Less than 3 GB are free here, so they hold less data.');
  return Math.min(0.75 * GiB, freeBytes / 8);
}

async function making<Made>(what: string, make: () => Promise<Made>): Promise<Made> {
  process.stdout.write(`  ${what} …`);
  const started = performance.now();
  try {
    const made = await make();
    process.stdout.write(` ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return made;
  } finally {
    console.log();
  }
}
