import { spawnSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import type { Holder, Refusal } from '../file-system.ts';

/** The first look at a large folder can take lsof some seconds; one that hangs on a dead network volume must not hang us. */
const timeoutMs = 20_000;

/**
 * Which processes hold something open at or below `path`, by lsof. Its `-F` form gives one field a line: p(id), c(ommand),
 * a(ccess: r, w or u), n(ame) (lsof.8). What it sees of other users' processes is to confirm on a Mac.
 *
 * @param lsof absolute path of the program
 */
export function readHolders(path: string, lsof = '/usr/sbin/lsof'): Holder[] | Refusal {
  // It takes folders whole with +D and files by their name (lsof.8).
  const what = lstatSync(path).isDirectory() ? ['+D', path] : ['--', path];
  const { error, stdout, signal } = spawnSync(lsof, ['-w', '-F', 'pcan', ...what], {
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: 16 * 1024 * 1024,
  });
  // It exits with 1 when nothing is open as well as on trouble, so only what ended it from outside counts as "cannot tell".
  if (error !== undefined) return { refused: `lsof: ${(error as NodeJS.ErrnoException).code ?? 'failed'}` };
  if (signal !== null) return { refused: `lsof was ended by ${signal}` };
  return parseLsof(stdout);
}

/** The processes in the output of `lsof -F pcan`, each with one file it holds, writable ones first; without this process. */
export function parseLsof(output: string): Holder[] {
  const holders = new Map<number, Holder>();
  let pid = 0;
  let name = '';
  let access: Holder['access'] = 'unknown';
  for (const line of output.split('\n')) {
    const text = line.slice(1);
    if (line.startsWith('p')) pid = Number(text);
    if (line.startsWith('c')) name = text;
    // Before each name, even where the mode is not known (then a blank).
    if (line.startsWith('a')) access = accessOf(text);
    if (!line.startsWith('n') || pid === process.pid) continue;
    if (holders.get(pid)?.access !== 'write') {
      const held = holders.get(pid);
      if (held === undefined || access === 'write') holders.set(pid, { pid, name, path: text, access });
    }
    access = 'unknown';
  }
  return [...holders.values()];
}

function accessOf(letter: string): Holder['access'] {
  if (letter === 'r') return 'read';
  return letter === 'w' || letter === 'u' ? 'write' : 'unknown';
}
