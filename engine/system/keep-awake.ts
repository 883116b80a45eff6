import { spawn } from 'node:child_process';
import { currentPlatform } from './platform.ts';

/**
 * Keeps the machine from going to sleep by itself until this process has ended (caffeinate.8: `-i` no idle sleep, `-w` for
 * the life of a process). Elsewhere than on macOS, and where it fails, nothing happens.
 */
export function keepAwake(): void {
  if (currentPlatform() !== 'macos') return;
  const child = spawn('/usr/bin/caffeinate', ['-i', '-w', String(process.pid)], {
    stdio: 'ignore',
    detached: true,
  });
  child.on('error', () => {});
  child.unref();
}
