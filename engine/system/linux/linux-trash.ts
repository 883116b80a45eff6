import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { SystemCallError } from '../../errors.ts';
import { mountPointOf } from './linux-mounts.ts';

/**
 * Moves a path to a Trash on its own volume (freedesktop.org Trash specification 1.0): the home Trash where that is the
 * same volume, else `.Trash-UID` at the top of the volume. A rename, so it is at once and whole, or not at all.
 *
 * @throws SystemCallError EXDEV when the volume has no place for a Trash, and what the calls give
 */
export function moveToLinuxTrash(path: string): void {
  const trash = trashFor(path);
  mkdirSync(join(trash.folder, 'files'), { recursive: true, mode: 0o700 });
  mkdirSync(join(trash.folder, 'info'), { recursive: true, mode: 0o700 });
  for (let number = 1; ; number++) {
    const name = number === 1 ? basename(path) : `${basename(path)} ${number}`;
    const info = join(trash.folder, 'info', `${name}.trashinfo`);
    if (!tryWriteNew(info, infoText(trash.top, path))) continue;
    try {
      if (isThere(join(trash.folder, 'files', name))) throw new SystemCallError('EEXIST', 'rename', path);
      renameSync(path, join(trash.folder, 'files', name));
      return;
    } catch (thrown) {
      rmSync(info, { force: true });
      throw thrown;
    }
  }
}

/** `top` is empty for the home Trash, whose entries hold absolute paths. */
function trashFor(path: string): { folder: string; top: string } {
  const device = lstatSync(path).dev;
  const share = process.env.XDG_DATA_HOME;
  const home = join(share?.startsWith('/') === true ? share : join(homedir(), '.local/share'), 'Trash');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (lstatSync(home).dev === device) return { folder: home, top: '' };
  const top = mountPointOf(path);
  if (lstatSync(top).dev !== device) throw new SystemCallError('EXDEV', 'rename', path);
  return { folder: join(top, `.Trash-${process.getuid?.() ?? 0}`), top };
}

function infoText(top: string, path: string): string {
  const shown = top === '' ? path : relative(top, path);
  const when = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return `[Trash Info]\nPath=${shown.split('/').map(encodeURIComponent).join('/')}\nDeletionDate=${when}\n`;
}

/** The info file comes first and claims the name (specification, "Implementation notes"). */
function tryWriteNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
