import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Koffi from 'koffi';

/*
 * An independent comparison of a copy with its source: it shares no code with the engine, so that an error in the
 * engine's own reading cannot hide itself.
 */
export interface CompareOptions {
  readonly holes?: boolean;
  readonly metadata?: boolean;
}

/** Everything in which two trees differ, as sentences. */
export function compareTrees(source: string, target: string, options: CompareOptions = {}): string[] {
  const differences: string[] = [];
  const a = namesBelow(source);
  const b = namesBelow(target);
  if (a.join('\n') !== b.join('\n')) differences.push(`names differ: ${a.join(', ')} | ${b.join(', ')}`);
  for (const name of a.filter((each) => b.includes(each)))
    differences.push(
      ...compareEntries(join(source, name), join(target, name), options).map(
        (what) => `${name || '.'}: ${what}`,
      ),
    );
  return differences;
}

function compareEntries(
  source: string,
  target: string,
  { holes = true, metadata = true }: CompareOptions,
): string[] {
  const a = lstatSync(source, { bigint: true });
  const b = lstatSync(target, { bigint: true });
  const different: string[] = [];
  if ((a.mode & 0o170000n) !== (b.mode & 0o170000n)) return ['another kind'];
  if (a.isSymbolicLink() && readlinkSync(source) !== readlinkSync(target)) different.push('another aim');
  if (a.isFile()) {
    if (a.size !== b.size) return ['another length'];
    const maps = [dataOf(source), dataOf(target)] as const;
    if (holes && JSON.stringify(maps[0]) !== JSON.stringify(maps[1]))
      different.push(`holes: ${JSON.stringify(maps[0])} | ${JSON.stringify(maps[1])}`.slice(0, 300));
    if (holes && b.blocks > a.blocks + 128n) different.push(`takes ${b.blocks - a.blocks} blocks more`);
    different.push(...compareContent(source, target, [...maps[0], ...maps[1]]));
  }
  if (metadata) {
    if (!a.isSymbolicLink() && a.mode !== b.mode)
      different.push(`mode ${a.mode.toString(8)} | ${b.mode.toString(8)}`);
    if (a.mtimeNs !== b.mtimeNs) different.push(`time of change ${a.mtimeNs} | ${b.mtimeNs}`);
    if (a.uid !== b.uid || a.gid !== b.gid) different.push('owner');
    for (const tool of [
      ['getfattr', '-d', '-h', '-m', '-', '-e', 'hex', '--absolute-names'],
      ['getfacl', '-p', '-n', '-P'],
    ]) {
      const [of, that] = [source, target].map((path) => (a.isSymbolicLink() ? '' : outputOf(tool, path)));
      if (of !== that) different.push(`${tool[0]}: ${of} | ${that}`);
    }
  }
  return different;
}

function outputOf([command, ...words]: readonly string[], path: string): string {
  const text = execFileSync(command as string, [...words, '--', path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // XFS shows access lists to root a second time, in a form of its own.
  return text.replace(/^(# file:|trusted\.SGI_ACL_).*\n/gm, '');
}

/** Reads both in all places where either has data; elsewhere both are holes, which read as zeros by definition. */
function compareContent(
  source: string,
  target: string,
  ranges: readonly (readonly [number, number])[],
): string[] {
  const [a, b] = [openSync(source, 'r'), openSync(target, 'r')];
  const [x, y] = [Buffer.alloc(2 ** 20), Buffer.alloc(2 ** 20)];
  try {
    for (const [start, end] of ranges) {
      for (let at = start; at < end; at += x.length) {
        const length = Math.min(x.length, end - at);
        // A short read would leave the bytes of the last one in the buffer, and they are equal.
        if (readSync(a, x, 0, length, at) !== length || readSync(b, y, 0, length, at) !== length)
          return [`unreadable at ${at}`];
        if (x.compare(y, 0, length, 0, length) !== 0) return [`other bytes at or after ${at}`];
      }
    }
    return [];
  } finally {
    closeSync(a);
    closeSync(b);
  }
}

type Seek = (fd: number, offset: number, whence: number) => number;
let seek: Seek | undefined;

/** Data ranges of a file by its volume's own account; the whole file where the volume has none. */
export function dataOf(path: string): [number, number][] {
  const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
  seek ??= koffi.load(null).func('int64_t lseek(int fd, int64_t offset, int whence)') as Seek;
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const ranges: [number, number][] = [];
    for (let at = 0; at < size; ) {
      const start = seek(fd, at, 3);
      if (start < 0) break;
      const end = seek(fd, start, 4);
      ranges.push([start, Math.min(end, size)]);
      at = end;
    }
    return ranges;
  } finally {
    closeSync(fd);
  }
}

function namesBelow(root: string): string[] {
  if (!lstatSync(root).isDirectory()) return [''];
  return ['', ...readdirSync(root, { recursive: true, encoding: 'utf8' })].sort();
}
