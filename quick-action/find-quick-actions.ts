import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'plist';
import { quickActionIdentifier } from './build-quick-action.ts';
import { type Verb, verbs } from './words.ts';

/** A Quick Action of ours that is installed. */
export interface InstalledQuickAction {
  readonly path: string;
  readonly identifier: string;
}

/** A workflow's Info.plist has under 2 kB; what is larger than this is not read. */
const infoBytesMax = 65_536;

/**
 * The Quick Actions of VM Ferry in a folder, under whatever name and in whatever language; [] when there is no such folder. Bundles
 * of others, and what is no bundle, are passed over.
 */
export function findQuickActions(folder: string, bundleIdentifier: string): InstalledQuickAction[] {
  return findBundles(
    folder,
    verbs.map((verb) => quickActionIdentifier(bundleIdentifier, verb)),
  );
}

/** Removes the Quick Actions of VM Ferry from a folder, and what an interrupted installation left. @returns the removed paths */
export function removeQuickActions(folder: string, bundleIdentifier: string): string[] {
  sweepPartials(folder);
  return findQuickActions(folder, bundleIdentifier).map(({ path }) => {
    rmSync(path, { recursive: true });
    return path;
  });
}

export function findBundles(folder: string, identifiers: readonly string[]): InstalledQuickAction[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.workflow'))
    .flatMap((name) => {
      const path = join(folder, name);
      const identifier = identifierOf(path);
      return identifier !== undefined && identifiers.includes(identifier) ? [{ path, identifier }] : [];
    });
}

/**
 * The identifier that a bundle gives itself, if it is one and gives itself any. A link is nobody's: what it leads to is not in
 * this folder, and macOS does not run it.
 */
export function identifierOf(bundle: string): string | undefined {
  try {
    const info = join(bundle, 'Contents/Info.plist');
    if (!lstatSync(bundle).isDirectory() || lstatSync(info).size > infoBytesMax) return undefined;
    const bytes = readFileSync(info);
    const isBinary = bytes.toString('latin1', 0, 6) === 'bplist';
    const value = parse(isBinary ? new Uint8Array(bytes) : bytes.toString('utf8')) as Record<string, unknown>;
    return typeof value?.CFBundleIdentifier === 'string' ? value.CFBundleIdentifier : undefined;
  } catch {
    return undefined;
  }
}

/** A name beside a bundle that macOS takes for no workflow. */
export function temporaryPath(bundle: string, verb: Verb, kind: 'partial' | 'replaced'): string {
  return join(dirname(bundle), `.vm-ferry-${verb}.${process.pid}.${kind}`);
}

/** Removes what an installation left that was killed in the middle. */
export function sweepPartials(folder: string): void {
  for (const name of namesIn(folder))
    if (/^\.vm-ferry-(copy|move)\.\d+\.(partial|replaced)$/.test(name))
      rmSync(join(folder, name), { recursive: true, force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}
