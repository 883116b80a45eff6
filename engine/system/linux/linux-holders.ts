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
    const held = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const aim = linkAim(`/proc/${pid}/fd/${fd}`);
      return aim === path || aim.startsWith(`${path}/`) ? [{ fd, aim }] : [];
    });
    const writes = held.find(({ fd }) => isWritable(pid, fd));
    const { aim } = writes ?? held[0] ?? {};
    if (aim === undefined) return [];
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return [{ pid: Number(pid), name, path: aim, access: writes === undefined ? 'read' : 'write' }];
  } catch {
    // It ended meanwhile, or belongs to somebody else.
    return [];
  }
}

/** proc_pid_fdinfo.5: `flags` in octal, of which the lowest two bits are the way it was opened (0 is read only). */
function isWritable(pid: string, fd: string): boolean {
  const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'));
  return (Number.parseInt(flags?.[1] ?? '0', 8) & 3) !== 0;
}

function linkAim(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
