import { spawn } from 'node:child_process';
import { watch } from 'node:fs';

/** A drive that comes brings several changes; its volume can be read after the last one. */
const settleMs = 500;

/**
 * Tells when volumes came or went. Nothing runs in between: macOS mounts below one folder, which is watched; Linux says it to
 * whoever waits for it, and `findmnt` of util-linux does.
 *
 * @returns ends it
 */
export function watchMounts(platform: NodeJS.Platform, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const noticed = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, settleMs);
  };
  const stop = platform === 'darwin' ? watchFolder('/Volumes', noticed) : watchTable(noticed);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function watchFolder(folder: string, noticed: () => void): () => void {
  try {
    const watcher = watch(folder, noticed);
    watcher.on('error', () => {});
    return () => watcher.close();
  } catch {
    // Without it, a drive that comes back is noticed when somebody presses Resume.
    return () => {};
  }
}

function watchTable(noticed: () => void): () => void {
  const child = spawn('findmnt', ['--poll=mount,umount', '--noheadings', '--output=ACTION'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.on('error', () => {});
  child.stdout.on('data', noticed);
  child.unref();
  return () => child.kill();
}
