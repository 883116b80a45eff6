import { errnoOf, FerryError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { blameTarget } from './blame.ts';
import { type ChosenTarget, takenError } from './choose-target.ts';

/**
 * Moves on one volume: the bundle gets another name, at once and whole, or nothing happens.
 *
 * @returns false when source and target are on different volumes
 * @throws FerryError TARGET_EXISTS, TARGET_FAILED
 */
export function moveByRename(fileSystem: FileSystem, chosen: ChosenTarget): boolean {
  const sameDevice =
    fileSystem.readFacts(chosen.source).device === fileSystem.readFacts(chosen.folder).device;
  if (!sameDevice) return false;
  return blameTarget(chosen.path, () => {
    try {
      if (fileSystem.tryRename(chosen.source, chosen.path) === 'taken') throw takenError(chosen.path);
    } catch (thrown) {
      // Two mounts of one volume have one device and yet do not rename into each other (rename(2) EXDEV).
      if (errnoOf(thrown) === 'EXDEV') return false;
      throw thrown;
    }
    fileSystem.flushFolder(chosen.folder);
    fileSystem.flushFolder(chosen.source.slice(0, Math.max(chosen.source.lastIndexOf('/'), 1)));
    return true;
  });
}

/**
 * A running guest would go on writing to a file that is gone, so a move asks first.
 *
 * @throws FerryError VM_RUNNING with the process
 */
export function requireNotInUse(fileSystem: FileSystem, source: string): void {
  const holder = fileSystem.readHolders(source)?.[0];
  if (holder === undefined) return;
  throw new FerryError(
    'VM_RUNNING',
    `${holder.path} is in use by ${holder.name} (process ${holder.pid}).`,
    'Shut the VM down, close the program that uses it, and try again. Nothing was moved.',
    { path: holder.path },
  );
}
