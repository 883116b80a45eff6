import { FerryError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { type BundleScan, pathIn, scanBundle } from './scan-bundle.ts';

const namesShown = 5;

/** Paths in the bundle whose content is not on this machine (iCloud Drive keeps it). */
export function findDataless(scan: BundleScan): string[] {
  return scan.entries
    .filter(({ facts }) => facts.isDataless)
    .map(({ relativePath }) => relativePath || scan.root);
}

/**
 * Says what is not here, before anything of it is read: to download it is the person's choice.
 *
 * @throws FerryError SOURCE_DATALESS
 */
export function refuseDataless(scan: BundleScan): void {
  const names = findDataless(scan);
  if (names.length === 0) return;
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : '';
  throw new FerryError(
    'SOURCE_DATALESS',
    `Not everything of ${scan.root} is on this Mac: ${names.slice(0, namesShown).join(', ')}${more}.`,
    'Download it in Finder (right-click ▸ Download Now) and try again, or add --download to do it now.',
    { path: scan.root },
  );
}

/**
 * Reads one byte of each file that is not here, which brings the whole file (darwin-abi.md section 3), folders first, until
 * nothing is missing.
 *
 * @throws SystemCallError when the cloud does not answer; FerryError as scanBundle does
 */
export function bringHere(fileSystem: FileSystem, root: string, check: () => void): BundleScan {
  for (const entry of scanBundle(fileSystem, root, { listDataless: true }).entries) {
    check();
    if (entry.kind !== 'file' || !entry.facts.isDataless) continue;
    const file = fileSystem.openForReading(pathIn(root, entry));
    try {
      file.read(Buffer.alloc(1), 0, 1, 0);
    } finally {
      file.close();
    }
  }
  return scanBundle(fileSystem, root);
}
