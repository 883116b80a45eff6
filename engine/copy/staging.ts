import type { FileSystem } from '../system/file-system.ts';
import { factsIfAny } from './facts-if-any.ts';

/**
 * Removes a staging folder (or file) and all in it. Links are removed, never followed. Stops at the first thing that
 * cannot be removed.
 *
 * @throws SystemCallError when something stays behind
 */
export function sweepStaging(fileSystem: FileSystem, path: string): void {
  const facts = factsIfAny(fileSystem, path);
  if (facts === undefined) return;
  if (facts.kind !== 'folder') {
    fileSystem.removeFile(path);
    return;
  }
  fileSystem.unlockFolder(path);
  for (const name of fileSystem.readNames(path)) {
    if (typeof name === 'string') sweepStaging(fileSystem, `${path}/${name}`);
  }
  fileSystem.removeFolder(path);
}
