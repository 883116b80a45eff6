import { basename, dirname } from 'node:path';
import type { TransferRecord } from '#engine/transfers';

type Volume = TransferRecord['sourceVolume'];

/** Volumes that a person has no name for: their folders are spoken of instead. */
const namelessMounts = new Set(['/', '/System/Volumes/Data', '/home', '/Users']);

/** What a person calls the place of a folder: the name of its drive, or of the folder itself on the system's own volume. */
export function placeName(folder: string, volume: Volume): string {
  const drive = /^\/Volumes\/([^/]+)/.exec(folder)?.[1];
  if (drive !== undefined) return drive;
  if (volume !== null && !namelessMounts.has(volume.mountPoint) && isWithin(folder, volume.mountPoint))
    return basename(volume.mountPoint);
  return basename(folder) || folder;
}

/** The place that a bundle is in. */
export function placeOfBundle(bundle: string, volume: Volume): string {
  return placeName(dirname(bundle), volume);
}

/** The name of a drive that went away, or of what was there. */
export function volumeName(volume: Volume, folder: string | null): string {
  return volume === null ? basename(folder ?? '') : basename(volume.mountPoint) || volume.mountPoint;
}

function isWithin(folder: string, mountPoint: string): boolean {
  return folder === mountPoint || folder.startsWith(`${mountPoint}/`);
}
