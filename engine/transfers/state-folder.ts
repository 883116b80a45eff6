import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FerryError } from '../errors.ts';
import { currentPlatform } from '../system/platform.ts';

/**
 * Where transfers are kept (design.md section 5): `VM_FERRY_STATE`, else the system's place for such things.
 *
 * @param environment for tests; the process's own by default
 */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const wanted = environment.VM_FERRY_STATE;
  if (wanted !== undefined && wanted !== '') return resolve(wanted);
  if (currentPlatform() === 'macos') return join(homedir(), 'Library/Application Support/VM Ferry');
  const base = environment.XDG_STATE_HOME;
  // The XDG specification says that a relative path there must be ignored.
  return join(base?.startsWith('/') === true ? base : join(homedir(), '.local/state'), 'vm-ferry');
}

/** The folder of one transfer. */
export function transferFolder(state: string, id: string): string {
  return join(state, 'transfers', id);
}

/**
 * Creates the state folder and what is always in it; for nobody else to look into.
 *
 * @throws FerryError STATE_FAILED as requireOwnState does; the error of node:fs
 */
export function makeStateFolder(state: string): void {
  for (const folder of foldersOf(state)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireOwnState(state);
}

/**
 * A state folder that somebody else owns, or can write to, can make us write and remove where they like. A link that names the
 * state folder itself is a person's own choice; below it nothing is one.
 *
 * @throws FerryError STATE_FAILED
 */
export function requireOwnState(state: string): void {
  for (const folder of foldersOf(state)) {
    const facts = folder === state ? statSync(folder) : lstatSync(folder);
    const isOurs = process.geteuid === undefined || facts.uid === process.geteuid();
    if (facts.isDirectory() && isOurs && (facts.mode & writableByOthers) === 0) continue;
    throw new FerryError(
      'STATE_FAILED',
      `${folder} is not a folder that belongs to you alone, so transfers cannot be written down there.`,
      'Remove it, or let VM_FERRY_STATE name a folder of your own. As another user (sudo), use one for that user.',
      { path: folder },
    );
  }
}

/** S_IWOTH (POSIX sys/stat.h). The group is let in: many systems give each user one of their own. */
const writableByOthers = 0o002;

function foldersOf(state: string): string[] {
  return [state, join(state, 'transfers'), join(state, 'volumes')];
}
