import type { BundleScan } from '../bundle/scan-bundle.ts';
import type { FileSystem } from '../system/file-system.ts';
import { defaultHolePolicy } from './hole-policy.ts';
import type { CopyPlan } from './plan-copy.ts';

/** The plan of a move on one volume: another name, nothing to write. */
export function planRename(fileSystem: FileSystem, scan: BundleScan, folder: string): CopyPlan {
  const targetVolume = fileSystem.readVolume(folder);
  const { logicalBytes, allocatedBytes } = scan;
  return {
    method: 'rename',
    reason: 'same volume, so the bundle only gets another name',
    holes: defaultHolePolicy(targetVolume),
    files: [],
    logicalBytes,
    allocatedBytes,
    neededBytes: 0,
    extraBytes: 0,
    targetVolume,
    growthBytes: 0,
    growthShortBytes: 0,
  };
}
