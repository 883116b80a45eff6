import type { FileSystem } from './system/file-system.ts';

/** A path that a person named, with links resolved; as it was given when that fails, so that whoever reads it next says why. */
export function resolveGiven(fileSystem: FileSystem, path: string): string {
  try {
    return fileSystem.resolve(path);
  } catch {
    return path;
  }
}
