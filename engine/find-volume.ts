import { FerryError } from './errors.ts';
import type { FileSystem } from './system/file-system.ts';
import type { TransferVolume } from './transfers/record.ts';

/**
 * Where a path on a remembered volume is now. A drive that comes back as "/Volumes/NAME 1" is found by its UUID; a plain
 * folder left where a drive was mounted is never taken for it.
 *
 * @param path as it was when the volume was remembered
 * @param volume undefined: nothing is remembered yet, so the path is taken as it is
 * @throws FerryError TARGET_FAILED (`volumeGone`) when the volume is not connected
 */
export function findOnVolume(fileSystem: FileSystem, path: string, volume: TransferVolume | null): string {
  if (volume === null || isSameVolume(fileSystem, path, volume)) return path;
  if (volume.uuid !== null) {
    for (const mountPoint of fileSystem.readMountPoints()) {
      const moved = mountPoint + path.slice(volume.mountPoint === '/' ? 0 : volume.mountPoint.length);
      if (uuidAt(fileSystem, mountPoint) === volume.uuid && isThere(fileSystem, moved)) return moved;
    }
  }
  throw new FerryError(
    'TARGET_FAILED',
    `The volume that was mounted at ${volume.mountPoint} is not connected.`,
    'Connect it and resume the transfer. Nothing was written to what is there now.',
    { path, volumeGone: true },
  );
}

/** By UUID where the volume has one, else by where it is mounted and its device. */
function isSameVolume(fileSystem: FileSystem, path: string, volume: TransferVolume): boolean {
  try {
    const now = fileSystem.readVolume(fileSystem.resolve(path));
    if (volume.uuid !== null) return now.uuid === volume.uuid;
    return now.uuid === undefined && now.mountPoint === volume.mountPoint;
  } catch {
    return false;
  }
}

function uuidAt(fileSystem: FileSystem, mountPoint: string): string | undefined {
  try {
    return fileSystem.readVolume(mountPoint).uuid;
  } catch {
    // Mount points that may not be looked at are not ours.
    return undefined;
  }
}

function isThere(fileSystem: FileSystem, path: string): boolean {
  try {
    fileSystem.readFacts(path);
    return true;
  } catch {
    return false;
  }
}
