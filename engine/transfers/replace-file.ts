import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './is-alive.ts';

/**
 * Replaces a small file whole: readers see the old text or the new one, never half of either. (write-file-atomic writes
 * with a single call and forgets the rest of a short write; style.md lesson 2.)
 *
 * @param isDurable whether the text must be on the device before it gets the name. Progress need not be, and must not wait
 *   for a busy drive.
 * @throws the error of node:fs, for example ENOSPC; the old text then stays
 */
export function replaceFile(path: string, text: string, isDurable = true): void {
  const temporary = temporaryName(path);
  try {
    // What has this name was left by a process of our number, or planted: it is not written through.
    rmSync(temporary, { force: true });
    const fd = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(fd, text);
      if (isDurable) fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw thrown;
  }
}

/** A name that no other process uses: within one, nothing else happens between the first and the last line above. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** Removes what processes that were killed in the middle of a replacement left in a folder. */
export function sweepTemporaries(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}
