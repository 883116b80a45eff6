import { spawnSync } from 'node:child_process';

/** Why tests that need a program cannot run here; empty when they can. */
export function missingProgram(name: string, packageName: string, ...words: readonly string[]): string {
  const { error } = spawnSync(name, words, { stdio: 'ignore' });
  return error === undefined ? '' : `${name} is not installed (Debian package ${packageName})`;
}
