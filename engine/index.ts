/**
 * Door 1 of the engine: copying and moving bundles. `copyBundle` is one copy in one go; `runTransfer` owns a transfer that
 * outlives its process (door 2, `transfers/`, is where those are written down and listed).
 *
 * Promises: the source of a copy is never written to, that of a move leaves only after a verified commit; the target name
 * never holds anything but a complete, flushed copy; what fails is swept, or kept for a resume where a transfer asks for
 * that; refusals and failures are FerryErrors with a `code`.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CopyResult } from './copy/copy-observer.ts';
import type { CopyRequest } from './copy/copy-request.ts';
import { probeSpeed } from './copy/probe-speed.ts';
import type { Difference } from './copy/verify-copy.ts';
import { type BundleDescription, inspectBundle as inspect } from './inspect-bundle.ts';
import type { Job, JobListener } from './job.ts';
import type { ReclaimReport } from './measure-bundle.ts';
import { startJob } from './start-job.ts';
import { openFileSystem } from './system/open-file-system.ts';

export type { BundleConfig } from './bundle/bundle-config.ts';
export { type Use, useInWords } from './bundle/read-use.ts';
export type { CopyResult, Warning } from './copy/copy-observer.ts';
export type { CopyRequest } from './copy/copy-request.ts';
export { type HolePolicy, holePolicies } from './copy/hole-policy.ts';
export type { CopyMethod, CopyPlan } from './copy/plan-copy.ts';
export type { Phase, Progress } from './copy/progress-board.ts';
export { type Difference, describe as describeDifference, differencesMax } from './copy/verify-copy.ts';
export { asFerryError, FerryError, type FerryErrorCode, type FerryErrorFacts } from './errors.ts';
export { examineMachine, type MachineReport } from './examine-machine.ts';
export type { BundleDescription, DiskImage } from './inspect-bundle.ts';
export type { Job, JobListener } from './job.ts';
export type { ReclaimReport } from './measure-bundle.ts';
export { type RunningTransfer, runTransfer, type TransferListener } from './run-transfer.ts';
export { sizeInWords } from './size-in-words.ts';
export type { MetadataLoss } from './system/file-system.ts';
export { keepAwake } from './system/keep-awake.ts';
export { type NativePrograms, nativePrograms, openApp, showAlert } from './system/native-programs.ts';

/** What a comparison of two bundles found. */
export interface VerifyResult {
  readonly source: string;
  readonly copy: string;
  readonly logicalBytes: number;
  /** In path order, at most `differencesMax`. Empty: names, kinds, links and contents are the same. */
  readonly differences: readonly Difference[];
}

/**
 * Copies a bundle, a folder or a file into an existing folder, in a thread of its own.
 * The result rejects with a FerryError; its `code` says what happened, its `advice` what to do.
 */
export function copyBundle(request: CopyRequest, listener: JobListener = {}): Job<CopyResult> {
  return startJob({ kind: 'copy', request }, listener);
}

/** Compares a bundle with a copy of it, both read from their devices over their full logical length. */
export function verifyCopy(source: string, copy: string, listener: JobListener = {}): Job<VerifyResult> {
  return startJob({ kind: 'verify', source, copy }, listener);
}

/**
 * Describes a bundle and the hole maps of its disk images. Changes nothing; blocks for the time of two seeks an extent.
 *
 * @param cells parts of each picture of a hole map
 * @throws FerryError
 */
export function inspectBundle(path: string, cells?: number): BundleDescription {
  return inspect(openFileSystem().fileSystem, path, cells);
}

/** Counts the zeros that take space in a bundle, by reading all its data in a thread of its own. */
export function measureReclaimable(path: string, listener: JobListener = {}): Job<ReclaimReport> {
  return startJob({ kind: 'measure', source: path }, listener);
}

/**
 * How fast a folder takes data now, in bytes a second, by writing there for half a second; undefined when it could not be
 * tried. Nothing is left.
 */
export function probeWriteSpeed(folder: string): number | undefined {
  const name = `.ferry-speed-${randomBytes(6).toString('hex')}`;
  return probeSpeed(openFileSystem().fileSystem, folder, join(folder, name));
}
