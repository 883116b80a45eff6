import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Holder } from '../file-system.ts';

/**
 * Which processes hold something open at or below `path`, by what /proc says. Processes of others show only to root; VMs
 * run as the person who copies them. This process does not count.
 *
 * @param path with links resolved
 */
export function readHolders(path: string): Holder[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => holdersIn(pid, path));
}

function holdersIn(pid: string, path: string): Holder[] {
  try {
    const open = readdirSync(`/proc/${pid}/fd`).map((fd) => linkAim(`/proc/${pid}/fd/${fd}`));
    const held = open.find((aim) => aim === path || aim.startsWith(`${path}/`));
    if (held === undefined) return [];
    return [{ pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), path: held }];
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return [];
  }
}

function linkAim(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
