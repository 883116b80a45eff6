import { FerryError } from '../errors.ts';
import type { FileSystem } from './file-system.ts';
import { LinuxFileSystem } from './linux/linux-file-system.ts';
import { MacosFileSystem } from './macos/macos-file-system.ts';
import { currentPlatform } from './platform.ts';
import { PortableFileSystem } from './portable/portable-file-system.ts';

/** A file system and why this one was chosen: `ferry doctor` shows it, so that nothing is chosen in silence. */
export interface ChosenFileSystem {
  readonly fileSystem: FileSystem;
  readonly reason: string;
}

/**
 * Chooses the file system of this machine. `VM_FERRY_FILE_SYSTEM=portable` asks for node:fs alone.
 * On Linux and macOS a missing native part is an error and never a quiet fall back: without it no holes are seen.
 *
 * @throws FerryError NATIVE_UNAVAILABLE
 */
export function openFileSystem(
  wanted: string | undefined = process.env.VM_FERRY_FILE_SYSTEM,
): ChosenFileSystem {
  if (wanted === 'portable') {
    return {
      fileSystem: new PortableFileSystem(),
      reason: 'VM_FERRY_FILE_SYSTEM=portable asks for node:fs alone',
    };
  }
  if (wanted !== undefined && wanted !== '') {
    throw new FerryError(
      'NATIVE_UNAVAILABLE',
      `VM_FERRY_FILE_SYSTEM=${wanted} is not known.`,
      'Leave it empty to use the best one for this machine, or set it to "portable".',
    );
  }
  switch (currentPlatform()) {
    case 'linux':
      return { fileSystem: new LinuxFileSystem(), reason: 'this is Linux and its native calls loaded' };
    case 'macos':
      return { fileSystem: new MacosFileSystem(), reason: 'this is macOS and its native calls loaded' };
    case 'other':
      return {
        fileSystem: new PortableFileSystem(),
        reason: 'this system has no native part in VM Ferry, so node:fs alone is used',
      };
  }
}
