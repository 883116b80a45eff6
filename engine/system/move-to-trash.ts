import { moveToLinuxTrash } from './linux/linux-trash.ts';
import { currentPlatform } from './platform.ts';

/**
 * Moves a path to the Trash of its own volume, never by copying.
 *
 * On macOS the package `trash` asks the system (NSFileManager, through its own small program). On Linux that package would
 * copy what has no Trash on its volume, and so write out a sparse VM in full; there the rename is our own.
 *
 * @throws when it could not be moved; it is then where it was
 */
export async function moveToTrash(path: string): Promise<void> {
  if (currentPlatform() === 'linux') {
    moveToLinuxTrash(path);
    return;
  }
  const { default: trash } = await import('trash');
  // Its patterns are for names on a command line; a VM may be called anything.
  await trash([path], { glob: false });
}
