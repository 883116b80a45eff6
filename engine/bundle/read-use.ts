import { errnoOf } from '../errors.ts';
import type { FileSystem, Holder } from '../system/file-system.ts';
import { type BundleEntry, type BundleScan, pathIn } from './scan-bundle.ts';

/**
 * Whether somebody uses a bundle. Told by open files and locks on these very paths and never by asking UTM: an identifier in a
 * config may be that of another machine (utm-format.md section 7).
 */
export type Use =
  | { readonly kind: 'free' }
  /** Somebody has it open, and only to read it: a backup, a preview, another copy. */
  | { readonly kind: 'read'; readonly holder: Holder }
  /** Somebody may write to it. Who, is not known of a lock alone. */
  | { readonly kind: 'in use'; readonly path: string; readonly holder: Holder | undefined }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A monitor locks disk images and the like; below this nothing is one (UEFI variables have 64 KiB and more). */
const lockableBytesMin = 64 * 1024;
/** The longest files are asked; a machine has a handful of disk images. */
const lockableFilesMax = 100;

/** Asks without changing anything and without keeping a lock. Files that are not on this machine are not opened. */
export function readUse(fileSystem: FileSystem, scan: BundleScan): Use {
  const holders = fileSystem.readHolders(scan.root);
  const known = Array.isArray(holders) ? holders : [];
  const writer = known.find(({ access }) => access !== 'read');
  if (writer !== undefined) return { kind: 'in use', path: writer.path, holder: writer };
  const path = findLocked(fileSystem, scan);
  if (path !== undefined)
    return { kind: 'in use', path, holder: known.find((holder) => holder.path === path) };
  if (!Array.isArray(holders)) return { kind: 'unknown', reason: holders.refused };
  return known[0] === undefined ? { kind: 'free' } : { kind: 'read', holder: known[0] };
}

/** The sentence for a person, without advice. */
export function useInWords(use: Exclude<Use, { kind: 'free' }>): string {
  if (use.kind === 'unknown') return `It could not be told whether something uses the VM (${use.reason}).`;
  const path = use.kind === 'read' ? use.holder.path : use.path;
  if (use.holder === undefined) return `${path} is locked by another program, most likely a running VM.`;
  return `${path} is in use by ${use.holder.name} (process ${use.holder.pid}).`;
}

function findLocked(fileSystem: FileSystem, scan: BundleScan): string | undefined {
  const files = scan.entries
    .filter(
      ({ kind, facts }) => kind === 'file' && !facts.isDataless && facts.logicalBytes >= lockableBytesMin,
    )
    .sort((a, b) => b.facts.logicalBytes - a.facts.logicalBytes)
    .slice(0, lockableFilesMax);
  const locked = files.find((entry) => isLocked(fileSystem, scan, entry));
  return locked === undefined ? undefined : pathIn(scan.root, locked);
}

function isLocked(fileSystem: FileSystem, scan: BundleScan, entry: BundleEntry): boolean {
  try {
    const file = fileSystem.openForReading(pathIn(scan.root, entry));
    try {
      return file.readLock() === 'locked';
    } finally {
      file.close();
    }
  } catch (thrown) {
    // What cannot be opened is said by the copy, which has to read it.
    if (errnoOf(thrown) === undefined) throw thrown;
    return false;
  }
}
