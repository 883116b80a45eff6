import { type BundleScan, inFolder } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { blameTarget } from './blame.ts';
import { folderOf } from './folder-of.ts';
import { sweepStaging } from './staging.ts';

/**
 * Refuses a source with names that the target volume takes for one and the same: they differ in case only, or in how an accent is
 * written. Whether it does is tried there, and only when there are such names. Without this one file would take the place of
 * the other, at the latest when a copy is resumed.
 *
 * @param probePath a free name in the target folder; nothing is there when this returns
 * @throws FerryError NAMES_COLLIDE with both names
 */
export function refuseNameCollisions(fileSystem: FileSystem, scan: BundleScan, probePath: string): void {
  const pairs = similarPairs(scan);
  if (pairs.length === 0) return;
  blameTarget(probePath, () => {
    sweepStaging(fileSystem, probePath);
    fileSystem.makeFolder(probePath);
    try {
      for (const [one, other] of pairs) refuseIfOne(fileSystem, probePath, one, other);
    } finally {
      sweepStaging(fileSystem, probePath);
    }
  });
}

function refuseIfOne(fileSystem: FileSystem, probePath: string, one: string, other: string): void {
  const path = inFolder(probePath, nameIn(one));
  fileSystem.createFile(path).close();
  try {
    fileSystem.readFacts(inFolder(probePath, nameIn(other)));
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    fileSystem.removeFile(path);
    return;
  }
  throw new FerryError(
    'NAMES_COLLIDE',
    `${one} and ${other} are two names here, but one and the same on the target volume.`,
    'Rename one of them, or use a volume that tells upper and lower case apart.',
    { path: other },
  );
}

/** Pairs in one folder that some volume might take for one name: equal in any case and any way to write an accent. */
function similarPairs(scan: BundleScan): [string, string][] {
  const seen = new Map<string, string>();
  const pairs: [string, string][] = [];
  for (const { relativePath } of scan.entries) {
    if (relativePath === '') continue;
    const folded = nameIn(relativePath).normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
    const key = `${folderOf(`/${relativePath}`)}/${folded}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, relativePath);
    else pairs.push([before, relativePath]);
  }
  return pairs;
}

function nameIn(relativePath: string): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1);
}
