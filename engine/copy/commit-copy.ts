import { type BundleScan, pathIn } from '../bundle/scan-bundle.ts';
import type { FileSystem, MetadataLoss } from '../system/file-system.ts';
import { blameEither, blameTarget, stagingGone } from './blame.ts';
import { takenError } from './choose-target.ts';
import { folderOf } from './folder-of.ts';

/**
 * Gives a complete, flushed staging folder its name, in this order: metadata of the folders, inner ones first (their
 * times would change again otherwise); names made durable; the rename that never replaces; the new name made durable;
 * flags that would have forbidden the rename.
 *
 * @returns losses, with the paths at which they were found
 * @throws FerryError TARGET_EXISTS when the name was taken meanwhile, TARGET_FAILED, NO_SPACE
 */
export function commitCopy(
  fileSystem: FileSystem,
  scan: BundleScan,
  staging: string,
  target: string,
): MetadataLoss[] {
  const losses: MetadataLoss[] = [];
  const folder = folderOf(target);
  blameTarget(target, () => {
    for (const entry of scan.entries.filter((each) => each.kind === 'folder').reverse()) {
      const [source, path] = [pathIn(scan.root, entry), pathIn(staging, entry)];
      fileSystem.flushFolder(path);
      losses.push(...blameEither(source, path, () => fileSystem.copyMetadata(source, path, entry.facts)));
    }
    if (fileSystem.tryRename(staging, target) === 'taken') throw takenError(target);
    if (fileSystem.readFacts(target).kind !== scan.entries[0]?.kind) {
      // Swapped for a link at the last moment: the name must not lead elsewhere.
      fileSystem.tryRename(target, staging);
      throw stagingGone(staging);
    }
    fileSystem.flushFolder(folder);
    for (const entry of scan.entries)
      losses.push(...fileSystem.copyFlags(entry.facts, pathIn(target, entry)));
  });
  return losses;
}
