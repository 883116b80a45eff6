import { spawnSync } from 'node:child_process';
import type { Holder } from '../file-system.ts';

/**
 * Which processes hold something open at or below `path`, by lsof; undefined when lsof cannot tell. Its `-F` form gives one
 * field a line: p(id), c(ommand), n(ame) (lsof.8). What it sees of other users' processes is to confirm on a Mac.
 */
export function readHolders(path: string): Holder[] | undefined {
  const { error, stdout } = spawnSync('/usr/sbin/lsof', ['-w', '-F', 'pcn', '+D', path], {
    encoding: 'utf8',
    timeout: 20_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return error === undefined ? parseLsof(stdout) : undefined;
}

/** The processes in the output of `lsof -F pcn`, each with the first file it holds; without this process. */
export function parseLsof(output: string): Holder[] {
  const holders: Holder[] = [];
  let pid = 0;
  let name = '';
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    if (line.startsWith('c')) name = line.slice(1);
    if (line.startsWith('n') && pid !== process.pid && !holders.some((holder) => holder.pid === pid)) {
      holders.push({ pid, name, path: line.slice(1) });
    }
  }
  return holders;
}
