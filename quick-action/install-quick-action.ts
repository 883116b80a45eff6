import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { QuickAction } from './build-quick-action.ts';
import { findBundles, identifierOf, sweepPartials, temporaryPath } from './find-quick-actions.ts';

/** What became of a bundle that was to be written. */
export type InstallAnswer =
  | { readonly kind: 'installed' | 'replaced' | 'unchanged'; readonly path: string }
  /** Something of that name is there that is not ours. It stays as it is. */
  | { readonly kind: 'refused'; readonly path: string };

/**
 * Writes a Quick Action into a folder (`~/Library/Services`, which is made if need be): whole beside its place, under a name that
 * macOS does not look at, and then renamed. One of ours that is there is replaced; one that is the same already is left
 * alone; one of the same verb under another name (another language) is removed. Meant for one process at a time.
 *
 * @throws the error of node:fs when the folder cannot be written; what was there before then stays
 */
export function installQuickAction(quickAction: QuickAction, folder: string): InstallAnswer {
  mkdirSync(folder, { recursive: true });
  sweepPartials(folder);
  const path = join(folder, quickAction.fileName);
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  if (isThere && identifierOf(path) !== quickAction.identifier) return { kind: 'refused', path };
  const isSame = isThere && holds(path, quickAction.files);
  if (!isSame) replace(path, quickAction);
  for (const other of findBundles(folder, [quickAction.identifier]))
    if (other.path !== path) rmSync(other.path, { recursive: true });
  return { kind: isSame ? 'unchanged' : isThere ? 'replaced' : 'installed', path };
}

function replace(path: string, quickAction: QuickAction): void {
  const partial = temporaryPath(path, quickAction.verb, 'partial');
  const replaced = temporaryPath(path, quickAction.verb, 'replaced');
  try {
    for (const [name, text] of quickAction.files) {
      mkdirSync(dirname(join(partial, name)), { recursive: true });
      writeFileSync(join(partial, name), text, { flush: true });
    }
    // A folder cannot be renamed over another one. For a moment there is none: killed here, the next installation brings it back.
    const wasThere = renameIfThere(path, replaced);
    try {
      renameSync(partial, path);
    } catch (thrown) {
      if (wasThere) renameSync(replaced, path);
      throw thrown;
    }
  } finally {
    for (const left of [partial, replaced]) rmSync(left, { recursive: true, force: true });
  }
}

function renameIfThere(path: string, target: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
  renameSync(path, target);
  return true;
}

function holds(bundle: string, files: ReadonlyMap<string, string>): boolean {
  try {
    return [...files].every(([name, text]) => readFileSync(join(bundle, name), 'utf8') === text);
  } catch {
    return false;
  }
}
