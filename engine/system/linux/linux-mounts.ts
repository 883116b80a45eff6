import { readdirSync, readFileSync, realpathSync } from 'node:fs';

interface Mount {
  readonly mountPoint: string;
  readonly device: string;
}

/** Where volumes are mounted, the one mounted last at a place first (proc_pid_mountinfo(5)). */
function readMounts(): Mount[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean);
  return lines.reverse().map((line) => {
    const fields = line.split(' ');
    return {
      mountPoint: octalDecoded(fields[4] ?? '/'),
      device: octalDecoded(fields[fields.indexOf('-') + 2] ?? ''),
    };
  });
}

export function readMountPoints(): string[] {
  return readMounts().map((mount) => mount.mountPoint);
}

/** @param path with links resolved */
export function mountPointOf(path: string): string {
  return mountOf(path)?.mountPoint ?? '/';
}

/** What udev's links say about the device of a path's volume; undefined where there is no udev. */
export function uuidFromUdev(path: string): string | undefined {
  const device = mountOf(path)?.device;
  try {
    return readdirSync('/dev/disk/by-uuid').find(
      (uuid) => realpathSync(`/dev/disk/by-uuid/${uuid}`) === device,
    );
  } catch {
    return undefined;
  }
}

function mountOf(path: string): Mount | undefined {
  const inside = readMounts().filter(
    ({ mountPoint }) => mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`),
  );
  return inside.sort((a, b) => b.mountPoint.length - a.mountPoint.length)[0];
}

/** Space, tab, newline and backslash are written as three octal digits. */
function octalDecoded(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
