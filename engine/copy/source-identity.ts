import { type BundleScan, scanBundle } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError } from '../errors.ts';
import type { EntryFacts, FileSystem } from '../system/file-system.ts';
import { factsIfAny } from './facts-if-any.ts';

/** Facts that change when a file is written, replaced, or its attributes are set. Reading changes none of them. */
export function isSameEntry(before: EntryFacts, now: EntryFacts): boolean {
  return (
    before.kind === now.kind &&
    before.device === now.device &&
    before.inode === now.inode &&
    (before.kind !== 'file' || before.logicalBytes === now.logicalBytes) &&
    before.modifiedNs === now.modifiedNs &&
    before.changedNs === now.changedNs
  );
}

/**
 * Lists the source again and compares it with the scan the copy was made from.
 *
 * @throws FerryError SOURCE_CHANGED with the first path that differs
 */
export function requireUnchanged(fileSystem: FileSystem, scan: BundleScan): void {
  let now: BundleScan;
  try {
    now = scanBundle(fileSystem, scan.root);
  } catch (thrown) {
    if (
      thrown instanceof FerryError &&
      thrown.facts.errno !== 'ENOENT' &&
      thrown.code !== 'ENTRY_NOT_SUPPORTED'
    )
      throw thrown;
    if (errnoOf(thrown) === undefined && !(thrown instanceof FerryError)) throw thrown;
    throw sourceChanged(thrown instanceof FerryError ? (thrown.facts.path ?? scan.root) : scan.root);
  }
  const before = new Map(scan.entries.map((entry) => [entry.relativePath, entry]));
  for (const entry of now.entries) {
    const old = before.get(entry.relativePath);
    if (old === undefined || !isSameEntry(old.facts, entry.facts))
      throw sourceChanged(shown(scan, entry.relativePath));
    before.delete(entry.relativePath);
  }
  for (const gone of before.keys()) throw sourceChanged(shown(scan, gone));
}

/**
 * After a snapshot: content may have changed since the scan, but every name must still lead to the same thing, or a folder
 * that was swapped for a link meanwhile would have brought in content from elsewhere.
 *
 * @param mayReplace a program at work may save files anew
 * @throws FerryError SOURCE_CHANGED with the first path that differs
 */
export function requireSamePlaces(fileSystem: FileSystem, scan: BundleScan, mayReplace: boolean): void {
  for (const { relativePath, kind, facts } of scan.entries) {
    const path = shown(scan, relativePath);
    const now = factsIfAny(fileSystem, path);
    const isSame =
      now !== undefined &&
      now.kind === kind &&
      now.device === facts.device &&
      (now.inode === facts.inode || (mayReplace && kind === 'file')) &&
      // A folder that was away for a moment has another time of change.
      (kind !== 'folder' || mayReplace || now.changedNs === facts.changedNs);
    if (!isSame) throw sourceChanged(path);
  }
}

export function sourceChanged(path: string): FerryError {
  return new FerryError(
    'SOURCE_CHANGED',
    `${path} was changed while it was copied.`,
    'Shut the VM down and copy it again. Nothing was left at the target.',
    { path },
  );
}

function shown(scan: BundleScan, relativePath: string): string {
  return relativePath === '' ? scan.root : `${scan.root}/${relativePath}`;
}
