import { type BundleScan, scanBundle } from '../bundle/scan-bundle.ts';
import { FerryError, SystemCallError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { asTargetError } from './blame.ts';

/**
 * Lists what lies at the target. The same as for a source, but what cannot be read is the target's failure: it is the target
 * volume that may have gone away.
 *
 * @throws FerryError TARGET_FAILED, and the refusals of scanBundle
 */
export function scanCopy(fileSystem: FileSystem, root: string): BundleScan {
  try {
    return scanBundle(fileSystem, root);
  } catch (thrown) {
    if (!(thrown instanceof FerryError) || thrown.facts.errno === undefined) throw thrown;
    const { errno, path = root } = thrown.facts;
    throw asTargetError(path, new SystemCallError(errno, 'scan', path, thrown));
  }
}
