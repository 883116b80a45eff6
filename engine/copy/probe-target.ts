import type { BundleScan } from '../bundle/scan-bundle.ts';
import { inFolder, pathIn } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError } from '../errors.ts';
import type { FileSystem, OpenFile, VolumeFacts } from '../system/file-system.ts';
import { blameEither, blameTarget } from './blame.ts';
import { stagingName } from './choose-target.ts';
import { sweepStaging } from './staging.ts';

/** What the target volume can do, found out by trying it where the copy will be. */
export interface TargetAbilities {
  readonly volume: VolumeFacts;
  readonly canHoldHoles: boolean;
  /** True when files of this source can share their blocks with a copy here. */
  readonly canClone: boolean;
  /** Why not, in the system's word; empty when it can. */
  readonly cloneRefusal: string;
}

/**
 * Tries the target volume with two small files beside the target, which are gone when it returns.
 *
 * @param probePath a free name in the target folder
 * @throws FerryError TARGET_FAILED (not writable, gone), NO_SPACE, FILE_TOO_LONG with the path of the file
 */
export function probeTarget(
  fileSystem: FileSystem,
  folder: string,
  probePath: string,
  scan: BundleScan,
): TargetAbilities {
  return blameTarget(folder, () => {
    // A run that was killed while it probed left its files; the name bears our id, so they are ours.
    sweepStaging(fileSystem, probePath);
    const volume = fileSystem.readVolume(folder);
    const refusal = probeClone(fileSystem, probePath, scan);
    const canHoldHoles = withProbeFile(fileSystem, probePath, (file) => {
      const holds = probeHoles(file, volume);
      probeLength(file, volume, scan, holds);
      return holds;
    });
    return { volume, canHoldHoles, canClone: refusal === '', cloneRefusal: refusal };
  });
}

/** The name of the probes of one transfer in a target folder. */
export function probePathIn(folder: string, id: string): string {
  return inFolder(folder, stagingName('probe', id));
}

/** A byte at each end, a punch in the middle where that exists, and a look at the blocks used. */
function probeHoles(file: OpenFile, volume: VolumeFacts): boolean {
  const block = Buffer.alloc(volume.blockBytes, 0x5a);
  const logicalBytes = Math.max(volume.holeProbeBytes, block.length * 4);
  file.setLength(logicalBytes);
  file.write(block, 0, block.length, 0);
  file.write(block, 0, block.length, logicalBytes - block.length);
  file.tryPunch(block.length, logicalBytes - block.length);
  file.flush();
  return file.readFacts().allocatedBytes < logicalBytes / 2;
}

/** Where holes are free, the longest length is tried; elsewhere trying would write it, so the volume's word counts. */
function probeLength(file: OpenFile, volume: VolumeFacts, scan: BundleScan, canHoldHoles: boolean): void {
  for (const entry of scan.entries) {
    if (entry.kind !== 'file') continue;
    const isTooLong =
      entry.facts.logicalBytes > (volume.longestFileBytes ?? Number.POSITIVE_INFINITY) ||
      (canHoldHoles &&
        entry.facts.logicalBytes > volume.holeProbeBytes &&
        refusesLength(file, entry.facts.logicalBytes));
    if (!isTooLong) continue;
    throw new FerryError(
      'FILE_TOO_LONG',
      `${entry.relativePath || scan.root} has ${entry.facts.logicalBytes.toLocaleString('en')} bytes, more than a file on the target volume (${volume.typeName}) can have.`,
      'Use a volume formatted as APFS (or ext4, XFS, Btrfs on Linux).',
      { path: pathIn(scan.root, entry), bytes: entry.facts.logicalBytes },
    );
  }
}

function refusesLength(file: OpenFile, logicalBytes: number): boolean {
  try {
    file.setLength(logicalBytes);
    return false;
  } catch (thrown) {
    // ENOSPC: APFS refuses some lengths at once that it takes in steps (H3), so it says nothing about the limit.
    if (errnoOf(thrown) === 'EFBIG') return true;
    if (errnoOf(thrown) === 'ENOSPC') return false;
    throw thrown;
  }
}

/** Clones the smallest file that fills a block: cheap, and not so small that a volume keeps it in its own tables. */
function probeClone(fileSystem: FileSystem, probePath: string, scan: BundleScan): string {
  const files = scan.entries
    .filter((entry) => entry.kind === 'file')
    .sort((a, b) => a.facts.logicalBytes - b.facts.logicalBytes);
  const sample = files.find((entry) => entry.facts.logicalBytes >= 4096) ?? files.at(-1);
  if (sample === undefined) return 'no file to clone';
  const source = pathIn(scan.root, sample);
  const answer = blameEither(source, probePath, () => fileSystem.tryClone(source, probePath));
  if (answer !== 'cloned') return answer.refused;
  fileSystem.removeFile(probePath);
  return '';
}

function withProbeFile<T>(fileSystem: FileSystem, path: string, use: (file: OpenFile) => T): T {
  const file = fileSystem.createFile(path);
  try {
    return use(file);
  } finally {
    file.close();
    fileSystem.removeFile(path);
  }
}
