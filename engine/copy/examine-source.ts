import { bringHere, refuseDataless } from '../bundle/bring-here.ts';
import { type Machine, readMachine } from '../bundle/read-machine.ts';
import { readUse, type Use } from '../bundle/read-use.ts';
import { type BundleScan, scanBundle } from '../bundle/scan-bundle.ts';
import type { FileSystem } from '../system/file-system.ts';
import { blameSource } from './blame.ts';
import type { Control } from './control.ts';
import type { CopyRequest } from './copy-request.ts';

/** A source as it is before anything of its content is copied. */
export interface ExaminedSource {
  readonly source: BundleScan;
  /** Undefined for what is no VM. */
  readonly machine: Machine | undefined;
  readonly use: Use;
}

/**
 * Lists the source, downloads or refuses what is not here, and looks at it as a machine.
 *
 * @param path with links resolved
 * @throws FerryError SOURCE_DATALESS, CANCELLED, and as scanBundle does
 */
export function examineSource(
  fileSystem: FileSystem,
  request: CopyRequest,
  path: string,
  control: Control,
): ExaminedSource {
  const source =
    request.download === true && !request.dryRun
      ? blameSource(path, () => bringHere(fileSystem, path, () => control.check()))
      : scanBundle(fileSystem, path);
  refuseDataless(source);
  return { source, machine: readMachine(fileSystem, source), use: readUse(fileSystem, source) };
}
