import { randomBytes } from 'node:crypto';
import { scanBundle } from './bundle/scan-bundle.ts';
import { defaultHolePolicy, type HolePolicy } from './copy/hole-policy.ts';
import { probeTarget } from './copy/probe-target.ts';
import { errnoOf } from './errors.ts';
import type { VolumeFacts } from './system/file-system.ts';
import { openFileSystem } from './system/open-file-system.ts';
import { currentArchitecture, currentPlatform } from './system/platform.ts';

/** What `ferry doctor` shows: which parts are at work here, and what the volume of a folder can do. */
export interface MachineReport {
  readonly platform: string;
  readonly architecture: string;
  readonly nodeVersion: string;
  readonly fileSystem: string;
  readonly fileSystemReason: string;
  readonly folder: string;
  readonly volume: VolumeFacts;
  /** Undefined when the folder could not be written to. */
  readonly canHoldHoles: boolean | undefined;
  readonly canClone: boolean | undefined;
  /** Why the volume could not be tried; empty when it was. */
  readonly probeProblem: string;
  readonly defaultHoles: HolePolicy;
}

/**
 * Looks at this machine and tries the volume of `folder` with two small files, which are gone when it returns.
 *
 * @throws FerryError NATIVE_UNAVAILABLE; SystemCallError when the folder does not exist
 */
export function examineMachine(folder: string): MachineReport {
  const { fileSystem, reason } = openFileSystem();
  const path = fileSystem.resolve(folder);
  const volume = fileSystem.readVolume(path);
  const sample = `${path}/.ferry-doctor-${randomBytes(6).toString('hex')}`;
  let abilities: { canHoldHoles?: boolean; canClone?: boolean } = {};
  let probeProblem = '';
  try {
    const file = fileSystem.createFile(sample);
    try {
      file.write(Buffer.alloc(8192, 0x5a), 0, 8192, 0);
      file.flush();
      abilities = probeTarget(fileSystem, path, `${sample}-probe`, scanBundle(fileSystem, sample));
    } finally {
      file.close();
      fileSystem.removeFile(sample);
    }
  } catch (thrown) {
    probeProblem = thrown instanceof Error ? thrown.message : String(errnoOf(thrown));
  }
  return {
    platform: currentPlatform(),
    architecture: currentArchitecture(),
    nodeVersion: process.version,
    fileSystem: fileSystem.name,
    fileSystemReason: reason,
    folder: path,
    volume,
    canHoldHoles: abilities.canHoldHoles,
    canClone: abilities.canClone,
    probeProblem,
    defaultHoles: defaultHolePolicy(volume),
  };
}
