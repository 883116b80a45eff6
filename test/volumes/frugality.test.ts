import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataOf } from '../support/compare-trees.ts';
import { runFerry, startFerry } from '../support/run-ferry.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/*
 * What a copy costs in figures that do not depend on the noise of a machine: system calls and memory.
 */
const MiB = 2 ** 20;

const findReason = () => {
  if (process.platform !== 'linux') return 'strace is for Linux';
  try {
    execFileSync('strace', ['-c', 'true'], { stdio: 'ignore' });
    return '';
  } catch {
    return 'strace is not installed or may not trace';
  }
};
const reason = findReason();

/** Counts of the named calls on descriptors of the disk image or its copy. */
async function callsOf(words: readonly string[], log: string): Promise<(name: RegExp) => number> {
  const run = await runFerry(words, {
    before: [
      'strace',
      '-f',
      '-qq',
      '-y',
      '-e',
      'trace=lseek,pread64,pwrite64,read,write,copy_file_range',
      '-o',
      log,
    ],
  });
  expect(run.exitCode).toBe(0);
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('disk.img'));
  return (name) => lines.filter((line) => name.test(line)).length;
}

describe.skipIf(reason !== '')(`a copy is frugal${reason && ` (skipped: ${reason})`}`, () => {
  it('seeks at most twice an extent and twice a file', async () => {
    const home = makeTempFolder();
    mkdirSync(join(home, 'target'));
    const image = join(home, 'disk.img');
    const fd = openSync(image, 'wx');
    for (let i = 0; i < 500; i++) writeSync(fd, Buffer.alloc(16_384, 1), 0, 16_384, i * MiB + 4096);
    closeSync(fd);
    truncateSync(image, 1024 * MiB);
    const extents = dataOf(image).length;
    expect(extents).toBe(500);
    const calls = await callsOf(['copy', image, join(home, 'target'), '--verify'], join(home, 'log'));
    // The source once, and the copy once more when it is verified.
    expect(calls(/lseek\(\d+<[^>]*\/disk\.img>/)).toBeLessThanOrEqual(2 * extents + 2 + 2);
    expect(calls(/lseek/)).toBeLessThanOrEqual(2 * (2 * extents + 2));
    expect(calls(/lseek/)).toBeGreaterThan(extents);
  });

  it('reads and writes 1 MiB at a time', async () => {
    const home = makeTempFolder();
    mkdirSync(join(home, 'target'));
    const image = join(home, 'disk.img');
    const fd = openSync(image, 'wx');
    for (let i = 0; i < 256; i++) writeSync(fd, Buffer.alloc(MiB, (i % 255) + 1), 0, MiB, i * MiB);
    closeSync(fd);
    const calls = await callsOf(['copy', image, join(home, 'target')], join(home, 'log'));
    expect(calls(/pread64/)).toBe(256);
    expect(calls(/pwrite64/)).toBe(256);
  });

  it('needs less than 128 MiB of memory, whatever the size', async () => {
    const home = makeTempFolder();
    mkdirSync(join(home, 'target'));
    const image = join(home, 'disk.img');
    const fd = openSync(image, 'wx');
    for (let i = 0; i < 40; i++)
      writeSync(fd, new SeededRandom(i).bytes(16 * MiB), 0, 16 * MiB, i * 1024 * MiB);
    closeSync(fd);
    truncateSync(image, 2 ** 42);
    const { child, ended } = startFerry(['copy', image, join(home, 'target'), '--verify', '--json']);
    let peakKib = 0;
    const watch = setInterval(() => {
      try {
        peakKib = Math.max(
          peakKib,
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0),
        );
      } catch {
        // It has ended.
      }
    }, 10);
    const run = await ended;
    clearInterval(watch);
    expect(run.exitCode).toBe(0);
    expect(peakKib).toBeGreaterThan(30_000);
    expect(peakKib).toBeLessThan(128 * 1024);
  });
});
