import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
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

/** Creates the state folder and what is always in it; for nobody else to look into. */
export function makeStateFolder(state: string): void {
  for (const folder of [state, join(state, 'transfers'), join(state, 'volumes')]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}
