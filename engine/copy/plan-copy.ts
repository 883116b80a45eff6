import { type BundleEntry, type BundleScan, usedBytes } from '../bundle/scan-bundle.ts';
import { FerryError } from '../errors.ts';
import { exactSizeInWords } from '../size-in-words.ts';
import type { VolumeFacts } from '../system/file-system.ts';
import type { HolePolicy } from './hole-policy.ts';
import type { TargetAbilities } from './probe-target.ts';

export type CopyMethod = 'clone' | 'sparse' | 'plain' | 'rename';

export interface FilePlan {
  readonly relativePath: string;
  readonly method: CopyMethod;
  readonly reason: string;
  readonly logicalBytes: number;
  /** Bytes this file will need on the target. */
  readonly neededBytes: number;
}

/** All decisions of a copy, without effects. Plain data: it crosses threads and is shown to people. */
export interface CopyPlan {
  readonly method: CopyMethod;
  readonly reason: string;
  readonly holes: HolePolicy;
  readonly files: readonly FilePlan[];
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  /** Bytes that the copy will take on the target volume. */
  readonly neededBytes: number;
  /** Bytes more than the source takes, because the target cannot hold holes. */
  readonly extraBytes: number;
  readonly targetVolume: VolumeFacts;
  /** What guests could still grow by at the target. */
  readonly growthBytes: number;
  /** What guests could still grow by beyond what the target will have left; 0 when there is room for all of it. */
  readonly growthShortBytes: number;
}

/**
 * Decides how each file is copied.
 *
 * @param capacities what a guest can fill of a disk image, in bytes, by path, where that is more than its length
 */
export function planCopy(
  scan: BundleScan,
  abilities: TargetAbilities,
  holes: HolePolicy,
  capacities: ReadonlyMap<string, number> = new Map(),
): CopyPlan {
  const { method, reason } = chooseMethod(abilities);
  const files = scan.entries
    .filter((entry) => entry.kind === 'file')
    .map((entry) => ({
      relativePath: entry.relativePath,
      method,
      reason,
      logicalBytes: entry.facts.logicalBytes,
      neededBytes: neededBytes(entry, method),
    }));
  const needed = files.reduce((sum, file) => sum + file.neededBytes, 0);
  const growthBytes = growthOf(scan, method, capacities);
  return {
    method,
    reason,
    holes,
    files,
    logicalBytes: scan.logicalBytes,
    allocatedBytes: scan.allocatedBytes,
    neededBytes: needed,
    extraBytes: method === 'plain' ? scan.logicalBytes - sumOfSmaller(scan) : 0,
    targetVolume: abilities.volume,
    growthBytes,
    growthShortBytes: Math.max(0, growthBytes - Math.max(0, abilities.volume.freeBytes - needed)),
  };
}

/**
 * Refuses a plan that would make the copy larger than its source, or that does not fit.
 *
 * @param stagedBytes what an earlier run of the same copy has on the target volume already
 * @throws FerryError WOULD_EXPAND with the extra bytes, NO_SPACE with the missing bytes
 */
export function refusePlan(plan: CopyPlan, folder: string, allowExpansion: boolean, stagedBytes = 0): void {
  if (plan.extraBytes > 0 && !allowExpansion) {
    throw new FerryError(
      'WOULD_EXPAND',
      `The volume of ${folder} cannot hold holes: the copy would take ${exactSizeInWords(plan.logicalBytes)} there, ${exactSizeInWords(plan.extraBytes)} more than the source.`,
      'Choose a volume formatted as APFS (ext4, XFS or Btrfs on Linux), or add --allow-expansion to copy it in full size.',
      { path: folder, bytes: plan.extraBytes },
    );
  }
  const needed = Math.max(0, plan.neededBytes - stagedBytes);
  if (needed > plan.targetVolume.freeBytes) {
    throw new FerryError(
      'NO_SPACE',
      `The copy needs ${exactSizeInWords(needed)}, but the volume of ${folder} has ${exactSizeInWords(plan.targetVolume.freeBytes)} free: ${exactSizeInWords(needed - plan.targetVolume.freeBytes)} are missing.`,
      'Free space there or choose another volume. Nothing was written.',
      { path: folder, bytes: needed - plan.targetVolume.freeBytes },
    );
  }
}

function chooseMethod(abilities: TargetAbilities): { method: CopyMethod; reason: string } {
  if (abilities.canClone) return { method: 'clone', reason: 'same volume, and it can share blocks' };
  if (abilities.canHoldHoles)
    return {
      method: 'sparse',
      reason: `the target holds holes; sharing blocks is not possible (${abilities.cloneRefusal})`,
    };
  return { method: 'plain', reason: `the target volume (${abilities.volume.typeName}) cannot hold holes` };
}

/** A guest fills holes, and a growing format (qcow2) gets longer; what is there already takes no more. */
function growthOf(scan: BundleScan, method: CopyMethod, capacities: ReadonlyMap<string, number>): number {
  let bytes = 0;
  for (const { kind, relativePath, facts } of scan.entries) {
    if (kind !== 'file') continue;
    const there = method === 'plain' ? facts.logicalBytes : usedBytes(facts);
    bytes += Math.max(0, Math.max(facts.logicalBytes, capacities.get(relativePath) ?? 0) - there);
  }
  return bytes;
}

function neededBytes(entry: BundleEntry, method: CopyMethod): number {
  if (method === 'clone') return 0;
  return method === 'sparse' ? usedBytes(entry.facts) : entry.facts.logicalBytes;
}

/** Compressed or inline files can be smaller than their blocks; only what is not there can expand. */
function sumOfSmaller(scan: BundleScan): number {
  let bytes = 0;
  for (const entry of scan.entries) {
    if (entry.kind === 'file') bytes += Math.min(entry.facts.logicalBytes, entry.facts.allocatedBytes);
  }
  return bytes;
}
