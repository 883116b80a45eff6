import { errnoOf, FerryError, isVolumeGone } from '../errors.ts';
import type { EntryFacts, EntryKind, FileSystem } from '../system/file-system.ts';

/** One thing in a bundle. The bundle itself is the entry with the empty relative path. */
export interface BundleEntry {
  /** Path below the bundle with `/` between names; empty for the bundle itself. */
  readonly relativePath: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly facts: EntryFacts;
  /** What a link points to, as written in it; empty for others. */
  readonly linkAim: string;
}

/** A bundle as it was at one moment, in the order it will be copied: a folder before what is in it. */
export interface BundleScan {
  readonly root: string;
  readonly entries: readonly BundleEntry[];
  readonly logicalBytes: number;
  /** Blocks used by the files, in bytes, never more than their logical size rounded up to blocks. */
  readonly allocatedBytes: number;
}

/** A UTM bundle holds tens of entries; a million is far beyond any and keeps the list under about 500 MB. */
const entriesMax = 1_000_000;

/**
 * Lists a bundle, a folder or a single file. Links are listed and never followed. A folder whose list is not on this machine is
 * not opened, since that would download it; its entry says so.
 *
 * @param root path of the bundle, links resolved
 * @param options `listDataless`: open such folders too
 * @throws FerryError SOURCE_MISSING, SOURCE_UNREADABLE, ENTRY_NOT_SUPPORTED (FIFO, socket, device), NAME_NOT_UTF8,
 *   FILE_TOO_LONG (beyond 2^53 - 1 bytes), TOO_MANY_ENTRIES
 */
export function scanBundle(
  fileSystem: FileSystem,
  root: string,
  options: { readonly listDataless?: boolean } = {},
): BundleScan {
  const entries: BundleEntry[] = [];
  const waiting = [''];
  let logicalBytes = 0;
  let allocatedBytes = 0;
  while (waiting.length > 0) {
    const entry = readEntry(fileSystem, root, waiting.pop() as string);
    if (entries.push(entry) > entriesMax) throw tooManyEntries(root);
    if (entry.kind === 'file') {
      logicalBytes += entry.facts.logicalBytes;
      allocatedBytes += usedBytes(entry.facts);
    }
    if (entry.kind === 'folder' && (!entry.facts.isDataless || options.listDataless === true)) {
      const names = readFolder(fileSystem, root, entry.relativePath);
      for (const name of names.reverse()) waiting.push(inFolder(entry.relativePath, name));
    }
  }
  return { root, entries, logicalBytes, allocatedBytes };
}

/** The path of an entry below any root: `pathIn(scan.root, entry)`. */
export function pathIn(root: string, entry: { readonly relativePath: string }): string {
  return inFolder(root, entry.relativePath);
}

/**
 * Allocated bytes without what a file system reserves beyond the end (XFS preallocates ahead of a growing file).
 * Rounded up to 4 KiB, the block size of the volumes we know.
 */
export function usedBytes(facts: EntryFacts): number {
  return Math.min(facts.allocatedBytes, Math.ceil(facts.logicalBytes / 4096) * 4096);
}

function readEntry(fileSystem: FileSystem, root: string, relativePath: string): BundleEntry {
  const path = inFolder(root, relativePath);
  try {
    const facts = fileSystem.readFacts(path);
    if (facts.kind !== 'file' && facts.kind !== 'folder' && facts.kind !== 'link')
      throw notSupported(path, facts.kind);
    const linkAim = facts.kind === 'link' ? fileSystem.readLinkAim(path) : '';
    return { relativePath, kind: facts.kind, facts, linkAim };
  } catch (thrown) {
    throw asScanError(path, relativePath === '', thrown);
  }
}

function readFolder(fileSystem: FileSystem, root: string, relativePath: string): string[] {
  const folder = inFolder(root, relativePath);
  let names: (string | Uint8Array)[];
  try {
    names = fileSystem.readNames(folder);
  } catch (thrown) {
    throw asScanError(folder, false, thrown);
  }
  return names.map((name) => {
    if (typeof name === 'string') return name;
    const shown = Buffer.from(name).toString('latin1');
    throw new FerryError(
      'NAME_NOT_UTF8',
      `A name in ${folder} is not valid UTF-8 (as Latin-1 it reads “${shown}”).`,
      'Rename it and try again: macOS volumes could not hold this name.',
      { path: folder },
    );
  });
}

function asScanError(path: string, isRoot: boolean, thrown: unknown): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof FerryError || errno === undefined) return thrown;
  if (errno === 'EFBIG') {
    return new FerryError(
      'FILE_TOO_LONG',
      `${path} is longer than 9,007,199,254,740,991 bytes.`,
      'No disk image is that long; look whether the file is damaged.',
      { path, errno },
    );
  }
  if (errno === 'ENOENT' && isRoot) {
    return new FerryError('SOURCE_MISSING', `There is nothing at ${path}.`, 'Check the path and try again.', {
      path,
      errno,
    });
  }
  return new FerryError(
    'SOURCE_UNREADABLE',
    `${path} could not be read (${errno}).`,
    'Check that you may read it and that its volume is connected, then try again.',
    { path, errno, volumeGone: isVolumeGone(errno), cause: thrown },
  );
}

const kindWords: Readonly<Record<Exclude<EntryKind, 'file' | 'folder' | 'link'>, string>> = {
  fifo: 'a FIFO (named pipe)',
  socket: 'a socket',
  device: 'a device',
  unknown: 'neither file, folder nor link',
};

function notSupported(path: string, kind: keyof typeof kindWords): FerryError {
  return new FerryError(
    'ENTRY_NOT_SUPPORTED',
    `${path} is ${kindWords[kind]}, which cannot be copied.`,
    'If the VM is running, shut it down. Otherwise remove this entry and try again.',
    { path },
  );
}

function tooManyEntries(root: string): FerryError {
  return new FerryError(
    'TOO_MANY_ENTRIES',
    `${root} holds more than ${entriesMax.toLocaleString('en')} entries.`,
    'Copy it in parts.',
    { path: root },
  );
}

/** A name below a folder; the empty name is the folder itself, the empty folder the top of a relative path. */
export function inFolder(folder: string, name: string): string {
  if (name === '') return folder;
  return folder === '' ? name : folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
