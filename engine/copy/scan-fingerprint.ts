import { createHash } from 'node:crypto';
import type { BundleScan } from '../bundle/scan-bundle.ts';

/**
 * One short text for a whole scan: equal when every entry is what it was. Device numbers do not count, since a drive that
 * is plugged in again gets another; inodes, sizes and times of change do.
 */
export function scanFingerprint(scan: BundleScan): string {
  const hash = createHash('sha256');
  for (const { relativePath, kind, linkAim, facts } of scan.entries) {
    const { inode, modifiedNs, changedNs } = facts;
    const logicalBytes = kind === 'file' ? facts.logicalBytes : 0;
    hash.update(
      JSON.stringify([
        relativePath,
        kind,
        linkAim,
        `${inode}`,
        logicalBytes,
        `${modifiedNs}`,
        `${changedNs}`,
      ]),
    );
  }
  return hash.digest('hex');
}
