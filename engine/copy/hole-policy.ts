import type { VolumeFacts } from '../system/file-system.ts';

/**
 * What to do with the holes that the source's map claims.
 * `trust`: skip them. `audit`: read them and require zeros. `scan`: no map, read everything and skip zeros.
 */
export type HolePolicy = 'trust' | 'audit' | 'scan';

export const holePolicies: readonly HolePolicy[] = ['trust', 'audit', 'scan'];

/** `trust` only where the map is known to be right; the map of APFS is not (H2), nor that of a volume we do not know. */
export function defaultHolePolicy(sourceVolume: VolumeFacts): HolePolicy {
  return sourceVolume.isHoleMapTrusted ? 'trust' : 'audit';
}
