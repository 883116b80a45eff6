import { type BundleConfig, readConfig } from './bundle/read-config.ts';
import { type BundleEntry, pathIn, scanBundle } from './bundle/scan-bundle.ts';
import { readHoleMap } from './copy/hole-map.ts';
import { FerryError } from './errors.ts';
import type { FileSystem } from './system/file-system.ts';

/** One disk image of a bundle with what its volume says about its holes. */
export interface DiskImage {
  readonly relativePath: string;
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  /** Stretches of data in the hole map. */
  readonly dataExtents: number;
  readonly dataBytes: number;
  /** How much of each of `stripCells` equal parts of the image is data, 0 to 1. */
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
}

/** Parts of a picture of a hole map: what fits a terminal line. */
export const stripCells = 64;

/**
 * Describes a bundle without changing anything.
 *
 * @throws FerryError SOURCE_MISSING, SOURCE_UNREADABLE, NOT_A_BUNDLE
 */
export function inspectBundle(fileSystem: FileSystem, path: string): BundleDescription {
  const scan = scanBundle(fileSystem, resolveBundle(fileSystem, path));
  const answer = readConfig(fileSystem, scan.root);
  const isBundle =
    scan.entries[0]?.kind === 'folder' && ('config' in answer || scan.root.toLowerCase().endsWith('.utm'));
  if (!isBundle) {
    throw new FerryError(
      'NOT_A_BUNDLE',
      `${scan.root} is not a UTM virtual machine: it is no folder that ends in .utm or holds a readable config.plist.`,
      'Name the .utm bundle itself. (Any file or folder can be copied all the same.)',
      { path: scan.root },
    );
  }
  const config = 'config' in answer ? answer.config : undefined;
  const images = scan.entries
    .filter((entry) => isDiskImage(entry, config))
    .map((entry) => mapImage(fileSystem, scan.root, entry));
  return {
    path: scan.root,
    config,
    configProblem: 'unreadable' in answer ? answer.unreadable : undefined,
    entries: scan.entries.length - 1,
    logicalBytes: scan.logicalBytes,
    allocatedBytes: scan.allocatedBytes,
    images,
  };
}

function resolveBundle(fileSystem: FileSystem, path: string): string {
  try {
    return fileSystem.resolve(path);
  } catch {
    return path;
  }
}

/** Drives may lie in `Data/` (UTM 4) or `Images/` (older) and have any name; files nobody names count when they look like one. */
function isDiskImage(entry: BundleEntry, config: BundleConfig | undefined): boolean {
  if (entry.kind !== 'file') return false;
  const name = entry.relativePath.slice(entry.relativePath.lastIndexOf('/') + 1);
  return config?.imageNames.includes(name) === true || /\.(img|qcow2|raw|asif|iso)$/i.test(name);
}

function mapImage(fileSystem: FileSystem, root: string, entry: BundleEntry): DiskImage {
  const { logicalBytes, allocatedBytes } = entry.facts;
  const cellBytes = Math.max(1, logicalBytes / stripCells);
  const filled = new Array<number>(stripCells).fill(0);
  let dataExtents = 0;
  let dataBytes = 0;
  const file = fileSystem.openForReading(pathIn(root, entry));
  try {
    file.settle();
    for (const piece of readHoleMap(file, 0, logicalBytes)) {
      if (piece.kind === 'hole') continue;
      dataExtents++;
      dataBytes += piece.end - piece.start;
      for (
        let cell = Math.floor(piece.start / cellBytes);
        cell < stripCells && cell * cellBytes < piece.end;
        cell++
      ) {
        const covered = Math.min(piece.end, (cell + 1) * cellBytes) - Math.max(piece.start, cell * cellBytes);
        filled[cell] = (filled[cell] ?? 0) + Math.max(0, covered);
      }
    }
  } finally {
    file.close();
  }
  const strip = filled.map((bytes) => Math.min(1, bytes / cellBytes));
  return { relativePath: entry.relativePath, logicalBytes, allocatedBytes, dataExtents, dataBytes, strip };
}
