import type { BundleScan } from '../bundle/scan-bundle.ts';
import type { FileSystem } from '../system/file-system.ts';
import { type ChosenTarget, takenError } from './choose-target.ts';
import type { ContentDigest, StreamHash } from './content-digest.ts';
import type { CopyObserver } from './copy-observer.ts';
import type { CopyPast } from './copy-request.ts';
import { scanCopy } from './scan-copy.ts';
import { verifyCopy } from './verify-copy.ts';

/**
 * What has the final name has the inode of the staging folder, so an earlier run committed it, unless that folder was removed
 * and its inode given to something else. Before a source is removed on that word, everything is compared; for a copy the
 * names, kinds and lengths are.
 *
 * @param hash given for a move
 * @throws FerryError TARGET_EXISTS when something else has the name
 */
export function requireCommitted(
  fileSystem: FileSystem,
  content: BundleScan,
  chosen: ChosenTarget,
  past: CopyPast,
  hash: StreamHash | undefined,
  observer: CopyObserver,
): void {
  const isSame =
    hash === undefined
      ? hasShapeOf(content, scanCopy(fileSystem, chosen.path))
      : verifyCopy(fileSystem, content, chosen.path, digestsOf(past, content), hash, observer).length === 0;
  if (!isSame) throw takenError(chosen.path);
}

function hasShapeOf(content: BundleScan, copy: BundleScan): boolean {
  const shape = ({ entries }: BundleScan) =>
    JSON.stringify(
      entries
        .map(({ relativePath, kind, linkAim, facts }) => [
          relativePath,
          kind,
          linkAim,
          kind === 'file' ? facts.logicalBytes : 0,
        ])
        .sort(),
    );
  return shape(content) === shape(copy);
}

/** Digests that the journal has whole; files without are read on both sides. */
function digestsOf(past: CopyPast, content: BundleScan): Map<string, ContentDigest> {
  const digests = new Map<string, ContentDigest>();
  for (const { relativePath, facts } of content.entries) {
    const file = past.files.get(relativePath);
    if (file?.finished !== undefined && file.segments.size > 0)
      digests.set(relativePath, { logicalBytes: facts.logicalBytes, segments: file.segments });
  }
  return digests;
}
