import { spawn } from 'node:child_process';
import type { Engine } from './find-engine.ts';

/**
 * Starts the engine in a session of its own, with nothing that ties it to us: it goes on when the tray quits, is killed or crashes.
 *
 * @param words `run ID`, `cancel ID`
 * @returns its exit code when it ends while we live; null when it could not be started or was killed
 */
export function startEngine(engine: Engine, words: readonly string[]): Promise<number | null> {
  return new Promise((ended) => {
    const child = spawn(engine.program, [...engine.words, ...words, '--quiet'], {
      detached: true,
      stdio: 'ignore',
      cwd: '/',
    });
    child.on('error', () => ended(null));
    child.on('exit', (exitCode) => ended(exitCode));
    child.unref();
  });
}
