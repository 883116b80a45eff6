import { type BundleScan, pathIn, scanBundle } from '../bundle/scan-bundle.ts';
import type { FileSystem, Refusal } from '../system/file-system.ts';
import type { Control } from './control.ts';
import { folderOf } from './folder-of.ts';
import { sweepStaging } from './staging.ts';

/** Above this many entries one flush of the volume is cheaper than one of each. */
const flushOneByOneMax = 32;

/**
 * Clones a whole source into a hidden folder on its own volume: at once, without taking space, and with its metadata. Each
 * file is of one moment, even while a guest writes to it; two files of a running guest may be a moment apart.
 *
 * @param folder name for the snapshot; whatever has it is ours and is swept
 * @returns the scan of the snapshot, or why the volume would not share its blocks; then nothing is left
 * @throws SystemCallError, FerryError CANCELLED
 */
export function snapshotSource(
  fileSystem: FileSystem,
  scan: BundleScan,
  folder: string,
  control: Control,
): BundleScan | Refusal {
  sweepStaging(fileSystem, folder);
  for (const entry of scan.entries) {
    control.check();
    const [source, target] = [pathIn(scan.root, entry), pathIn(folder, entry)];
    if (entry.kind === 'folder') {
      fileSystem.makeFolder(target);
      continue;
    }
    if (entry.kind === 'link') fileSystem.makeLink(target, entry.linkAim);
    else {
      const answer = fileSystem.tryClone(source, target);
      if (answer !== 'cloned') {
        sweepStaging(fileSystem, folder);
        return answer;
      }
    }
    fileSystem.copyMetadata(source, target, entry.facts);
  }
  for (const entry of scan.entries.filter((each) => each.kind === 'folder').reverse()) {
    fileSystem.copyMetadata(pathIn(scan.root, entry), pathIn(folder, entry), entry.facts);
  }
  flushSnapshot(fileSystem, scan, folder);
  return scanBundle(fileSystem, folder);
}

/**
 * A resume goes on from a snapshot by its names, inodes and times, which a power cut may leave without the content. So it is
 * made durable before anything is written down that speaks of it.
 */
function flushSnapshot(fileSystem: FileSystem, scan: BundleScan, folder: string): void {
  const isLarge = scan.entries.length > flushOneByOneMax;
  if (isLarge && fileSystem.tryFlushVolume(folder) === 'flushed') return;
  for (const entry of [...scan.entries].reverse()) {
    const path = pathIn(folder, entry);
    if (entry.kind === 'folder') fileSystem.flushFolder(path);
    if (entry.kind !== 'file') continue;
    const file = fileSystem.openForReading(path);
    try {
      file.flush();
    } finally {
      file.close();
    }
  }
  fileSystem.flushFolder(folderOf(folder));
}
