import { findDataless } from './bundle/bring-here.ts';
import type { BundleConfig } from './bundle/bundle-config.ts';
import type { ImageFormat } from './bundle/image-head.ts';
import type { Qcow2Snapshot } from './bundle/qcow2-head.ts';
import { type MachineImage, readMachine, type SavedState } from './bundle/read-machine.ts';
import { readUse, type Use } from './bundle/read-use.ts';
import { type BundleScan, pathIn, scanBundle } from './bundle/scan-bundle.ts';
import { asSourceError } from './copy/blame.ts';
import { readHoleMap } from './copy/hole-map.ts';
import { FerryError } from './errors.ts';
import { resolveGiven } from './resolve-given.ts';
import type { FileSystem } from './system/file-system.ts';

/** One disk image of a bundle, with what its volume says about its holes. */
export interface DiskImage {
  readonly relativePath: string;
  /** Undefined when it could not be looked at. */
  readonly format: ImageFormat | undefined;
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  /** The size of the drive that the guest sees, where it is known. */
  readonly capacityBytes: number | undefined;
  /** False when config.plist does not name it: UTM deletes such files when settings are saved. */
  readonly isNamed: boolean;
  /** Not on this machine; nothing of it was read. */
  readonly isDataless: boolean;
  readonly snapshots: readonly Qcow2Snapshot[];
  readonly backingFile: string | undefined;
  /** QEMU did not close it. */
  readonly isDirty: boolean;
  readonly isMarkedCorrupt: boolean;
  /** Stretches of data in the hole map. */
  readonly dataExtents: number;
  readonly dataBytes: number;
  /** How much of each of equal parts of the image is data, 0 to 1; empty when nothing of it was read. */
  readonly strip: readonly number[];
}

export interface BundleDescription {
  readonly path: string;
  readonly config: BundleConfig | undefined;
  /** Why there is no config, in plain words. */
  readonly configProblem: string | undefined;
  readonly entries: number;
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  readonly images: readonly DiskImage[];
  /** Drives that the config names and the bundle does not have. */
  readonly missingImages: readonly string[];
  readonly savedState: SavedState | undefined;
  readonly use: Use;
  /** What is not on this machine. */
  readonly dataless: readonly string[];
}

/** Parts of a picture of a hole map: what fits a terminal line. */
const stripCells = 64;

/**
 * Describes a bundle without changing anything.
 *
 * @param cells parts of each strip
 * @throws FerryError SOURCE_MISSING, SOURCE_UNREADABLE, NOT_A_BUNDLE
 */
export function inspectBundle(fileSystem: FileSystem, path: string, cells = stripCells): BundleDescription {
  const scan = scanBundle(fileSystem, resolveGiven(fileSystem, path));
  const machine = readMachine(fileSystem, scan);
  if (machine === undefined) {
    throw new FerryError(
      'NOT_A_BUNDLE',
      `${scan.root} is not a UTM virtual machine: it is no folder that ends in .utm or has a config.plist.`,
      'Name the .utm bundle itself. (Any file or folder can be copied all the same.)',
      { path: scan.root },
    );
  }
  return {
    path: scan.root,
    config: machine.config,
    configProblem: machine.configProblem === '' ? undefined : machine.configProblem,
    entries: scan.entries.length - 1,
    logicalBytes: scan.logicalBytes,
    allocatedBytes: scan.allocatedBytes,
    images: machine.images.map((image) => describeImage(fileSystem, scan, image, cells)),
    missingImages: machine.missingImages,
    savedState: machine.savedState,
    use: readUse(fileSystem, scan),
    dataless: findDataless(scan),
  };
}

function describeImage(
  fileSystem: FileSystem,
  scan: BundleScan,
  { entry, head, isNamed }: MachineImage,
  cells: number,
): DiskImage {
  const { relativePath, facts } = entry;
  const { logicalBytes, allocatedBytes, isDataless } = facts;
  const qcow2 = head?.qcow2;
  return {
    relativePath,
    format: head?.format,
    logicalBytes,
    allocatedBytes,
    capacityBytes: head?.capacityBytes,
    isNamed,
    isDataless,
    snapshots: qcow2?.snapshots ?? [],
    backingFile: qcow2?.backingFile,
    isDirty: qcow2?.isDirty ?? false,
    isMarkedCorrupt: qcow2?.isMarkedCorrupt ?? false,
    ...(isDataless
      ? { dataExtents: 0, dataBytes: 0, strip: [] }
      : mapImage(fileSystem, pathIn(scan.root, entry), logicalBytes, cells)),
  };
}

function mapImage(
  fileSystem: FileSystem,
  path: string,
  logicalBytes: number,
  cells: number,
): Pick<DiskImage, 'dataExtents' | 'dataBytes' | 'strip'> {
  const cellBytes = Math.max(1, logicalBytes / cells);
  const filled = new Array<number>(cells).fill(0);
  let dataExtents = 0;
  let dataBytes = 0;
  try {
    const file = fileSystem.openForReading(path);
    try {
      file.settle();
      for (const { kind, start, end } of readHoleMap(file, 0, logicalBytes)) {
        if (kind === 'hole') continue;
        dataExtents++;
        dataBytes += end - start;
        for (let cell = Math.floor(start / cellBytes); cell < cells && cell * cellBytes < end; cell++) {
          const covered = Math.min(end, (cell + 1) * cellBytes) - Math.max(start, cell * cellBytes);
          filled[cell] = (filled[cell] ?? 0) + Math.max(0, covered);
        }
      }
    } finally {
      file.close();
    }
  } catch (thrown) {
    throw asSourceError(path, thrown);
  }
  return { dataExtents, dataBytes, strip: filled.map((bytes) => Math.min(1, bytes / cellBytes)) };
}
