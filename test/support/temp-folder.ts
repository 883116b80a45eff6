import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** Below the repository, because /tmp may be tmpfs and its volume another one. */
const cacheFolder = resolve('test/.cache');

/** A new empty folder on the repository's volume; removed when the running test has finished. */
export function makeTempFolder(): string {
  const { folder, dispose } = makeKeptFolder();
  onTestFinished(dispose);
  return folder;
}

/** The same for use outside of a test: call `dispose` yourself. */
export function makeKeptFolder(): { folder: string; dispose: () => void } {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'tmp-'));
  return { folder, dispose: () => removeAll(folder) };
}

/** Removes a tree, also one with folders that forbid it and names that are no UTF-8, which node:fs cannot name. */
function removeAll(path: string): void {
  execFileSync('chmod', ['-R', 'u+rwX', '--', path]);
  execFileSync('rm', ['-rf', '--', path]);
}
