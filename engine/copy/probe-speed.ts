import { randomBytes } from 'node:crypto';
import { errnoOf } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';

/** Long enough to see past the first burst of a drive, short enough to wait for. */
const probeMs = 500;
const probeBytesMax = 128 * 1024 * 1024;
/** A part of what is free, so that a nearly full volume is not filled for a guess. */
const freeShare = 8;

/**
 * Writes for about half a second, flushes, and removes what it wrote: how fast the volume takes data now. A guess: caches of
 * drives make short writes look faster than long ones.
 *
 * @param path a free name in the folder
 * @returns bytes a second; undefined when it could not be tried
 */
export function probeSpeed(fileSystem: FileSystem, folder: string, path: string): number | undefined {
  try {
    const bytesMax = Math.min(probeBytesMax, fileSystem.readVolume(folder).freeBytes / freeShare);
    const chunk = randomBytes(1024 * 1024);
    const file = fileSystem.createFile(path);
    try {
      const start = performance.now();
      let written = 0;
      while (written + chunk.length <= bytesMax && performance.now() - start < probeMs)
        written += file.write(chunk, 0, chunk.length, written);
      file.flush();
      const seconds = (performance.now() - start) / 1000;
      return written > 0 && seconds > 0 ? written / seconds : undefined;
    } finally {
      file.close();
      fileSystem.removeFile(path);
    }
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return undefined;
  }
}
