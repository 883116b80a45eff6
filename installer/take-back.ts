import { existsSync, lstatSync, readlinkSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { readBundle } from './bundle-facts.ts';
import type { Mark, Trace } from './trace.ts';

/**
 * Takes back whatever of a step is there, however far the step came: removes what it made if that is still ours, puts back what
 * it had moved aside, and removes the folders it had to make, if they are empty.
 *
 * @returns paths that are gone or back as they were
 */
export function takeBack(trace: Trace): string[] {
  const changed: string[] = [];
  for (const path of trace.staging) if (removeWhole(path)) changed.push(path);
  for (const { path, mark } of trace.made) {
    // Killed before it moved the old one aside: what lies there is the old one.
    const aside = trace.aside.find((each) => each.path === path);
    if (aside !== undefined && !isThere(aside.keptAt)) continue;
    if (isOurs(path, mark) && removeWhole(path)) changed.push(path);
  }
  for (const { path, keptAt } of trace.aside) {
    if (!isThere(keptAt) || isThere(path)) continue;
    renameSync(keptAt, path);
    changed.push(path);
  }
  return [...changed, ...removeEmptyFolders(trace.folders)];
}

/** Removes what was kept in case of a failure. @returns the trace as it stands from now on */
export function settle(trace: Trace): Trace {
  for (const { keptAt } of trace.aside) removeWhole(keptAt);
  for (const path of trace.staging) removeWhole(path);
  return { ...trace, aside: [], staging: [] };
}

/** Whether what lies at a path is what we put there. Nothing is too. */
export function isOurs(path: string, mark: Mark): boolean {
  if (mark.kind === 'bundle') return readBundle(path)?.identifier === mark.identifier;
  try {
    return readlinkSync(path) === mark.aim;
  } catch {
    return false;
  }
}

/** What an earlier installation made at other places than this one does, and that is still ours. */
export function oursElsewhere(before: Trace | undefined, path: string): string[] {
  const made = before?.made ?? [];
  return made.filter((each) => each.path !== path && isOurs(each.path, each.mark)).map((each) => each.path);
}

/** Like existsSync, and also true for a link that leads nowhere. */
export function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (thrown) {
    // A folder on the way to it is a file.
    if ((thrown as NodeJS.ErrnoException).code === 'ENOTDIR') return false;
    throw thrown;
  }
}

function removeWhole(path: string): boolean {
  if (!isThere(path)) return false;
  rmSync(path, { recursive: true, force: true });
  return true;
}

function removeEmptyFolders(folders: readonly string[]): string[] {
  return [...folders].reverse().filter((folder) => {
    if (!existsSync(folder)) return false;
    try {
      rmdirSync(folder);
      return true;
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      // Somebody else has put something there since; macOS answers the one, others the other.
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
      throw thrown;
    }
  });
}
