import { errnoOf } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import type { BundleConfig } from './bundle-config.ts';
import { type ImageHead, readImageHead } from './image-head.ts';
import { configFileName, readConfig } from './read-config.ts';
import { type BundleEntry, type BundleScan, pathIn } from './scan-bundle.ts';

/** A bundle seen as a machine. */
export interface Machine {
  readonly config: BundleConfig | undefined;
  /** Why there is no config, in plain words; empty when there is. */
  readonly configProblem: string;
  readonly images: readonly MachineImage[];
  /** Drives that the config names and the bundle does not have. */
  readonly missingImages: readonly string[];
  readonly savedState: SavedState | undefined;
}

export interface MachineImage {
  readonly entry: BundleEntry;
  /** Undefined when it could not be read, or is not on this machine. */
  readonly head: ImageHead | undefined;
  /** Whether config.plist names it. UTM deletes what it does not name in `Data/` when settings are saved. */
  readonly isNamed: boolean;
}

/** What lets UTM go on where the guest was suspended (utm-format.md section 6). Only the Mac that wrote it can use it. */
export interface SavedState {
  /** A file beside the disk images (Apple backend), or a snapshot inside one (QEMU). */
  readonly kind: 'file' | 'snapshot';
  /** Path in the bundle of that file or disk image. */
  readonly relativePath: string;
}

/** Both are names that UTM uses: QEMUPackageFileName.vmState and kSuspendSnapshotName. */
export const savedStateFile = 'Data/vmstate';
const savedStateSnapshot = 'suspend';

/** Where UTM keeps disk images: since version 3, and before. */
const imageFolders = ['Data', 'Images'];

const imageEndings = /\.(img|qcow2|raw|asif|iso|vmdk|vhdx|vdi)$/i;

/**
 * Looks at a bundle as a machine; undefined when it is none: no folder that ends in .utm or has a config.plist. Files that are
 * not on this machine are not opened. What cannot be read is told, and never stops a copy.
 */
export function readMachine(fileSystem: FileSystem, scan: BundleScan): Machine | undefined {
  const configEntry = scan.entries.find((entry) => entry.relativePath === configFileName);
  const isBundle = configEntry?.kind === 'file' || /\.utm$/i.test(scan.root);
  if (scan.entries[0]?.kind !== 'folder' || !isBundle) return undefined;
  const answer =
    configEntry?.facts.isDataless === true
      ? { unreadable: 'config.plist is not on this machine' }
      : readConfig(fileSystem, scan.root);
  const config = 'config' in answer ? answer.config : undefined;
  const names = new Set(config?.drives.map((drive) => drive.imageName));
  const images = scan.entries
    .filter((entry) => isDiskImage(entry, names))
    .map((entry) => ({
      entry,
      head: readHeadOf(fileSystem, scan, entry),
      isNamed: names.has(nameOf(entry)),
    }));
  const found = new Set(images.map(({ entry }) => nameOf(entry)));
  return {
    config,
    configProblem: 'unreadable' in answer ? answer.unreadable : '',
    images,
    missingImages: [...names].filter((name) => !found.has(name)),
    savedState: savedStateOf(scan, images),
  };
}

/** What guests can fill of the disk images whose heads say so, in bytes, by path in the bundle. */
export function capacitiesOf(machine: Machine): ReadonlyMap<string, number> {
  return new Map(
    machine.images.flatMap(({ entry, head }) =>
      head?.capacityBytes === undefined ? [] : [[entry.relativePath, head.capacityBytes] as const],
    ),
  );
}

/** Drives have any name the config gives them; files nobody names count when they look like one. */
function isDiskImage(entry: BundleEntry, names: ReadonlySet<string>): boolean {
  if (entry.kind !== 'file') return false;
  const [folder = '', ...rest] = entry.relativePath.split('/');
  if (rest.length === 1 && imageFolders.includes(folder) && names.has(nameOf(entry))) return true;
  return imageEndings.test(entry.relativePath);
}

function nameOf(entry: BundleEntry): string {
  return entry.relativePath.slice(entry.relativePath.lastIndexOf('/') + 1);
}

function readHeadOf(fileSystem: FileSystem, scan: BundleScan, entry: BundleEntry): ImageHead | undefined {
  if (entry.facts.isDataless) return undefined;
  try {
    const file = fileSystem.openForReading(pathIn(scan.root, entry));
    try {
      return readImageHead(file, entry.facts.logicalBytes);
    } finally {
      file.close();
    }
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return undefined;
  }
}

function savedStateOf(scan: BundleScan, images: readonly MachineImage[]): SavedState | undefined {
  const file = scan.entries.find((entry) => entry.relativePath === savedStateFile && entry.kind === 'file');
  if (file !== undefined) return { kind: 'file', relativePath: file.relativePath };
  const suspended = images.find(({ head }) =>
    head?.qcow2?.snapshots.some(({ name }) => name === savedStateSnapshot),
  );
  return suspended === undefined
    ? undefined
    : { kind: 'snapshot', relativePath: suspended.entry.relativePath };
}
