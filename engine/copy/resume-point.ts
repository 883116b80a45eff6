import { errnoOf } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import type { ChosenTarget } from './choose-target.ts';
import { segmentBytes } from './content-digest.ts';
import type { CopyPast, FilePast } from './copy-request.ts';

/** Where a copy goes on: from the beginning, from what an earlier run got done, or only to its end. */
export type ResumePoint =
  | { readonly kind: 'fresh'; readonly reason: string }
  | { readonly kind: 'staged'; readonly past: CopyPast }
  | { readonly kind: 'committed' };

/**
 * Decides what of an earlier run can be trusted: all the journal says, if the source is the one that was scanned and the
 * staging folder the one that was made.
 *
 * @param fingerprint of the source as it is now
 */
export function chooseResumePoint(
  fileSystem: FileSystem,
  past: CopyPast | undefined,
  fingerprint: string,
  chosen: ChosenTarget,
): ResumePoint {
  if (past === undefined || past.scan === '') return { kind: 'fresh', reason: '' };
  if (inodeAt(fileSystem, chosen.path) === past.stagingInode) return { kind: 'committed' };
  if (past.scan !== fingerprint) return { kind: 'fresh', reason: 'the source has changed since' };
  if (inodeAt(fileSystem, chosen.staging) !== past.stagingInode) {
    return { kind: 'fresh', reason: 'the unfinished copy is gone or is another one' };
  }
  return { kind: 'staged', past };
}

/**
 * What of one staged file can be kept. The file must be the one that was made, and as long as was written.
 *
 * @returns undefined when the file has to be made anew
 */
export function usablePast(
  fileSystem: FileSystem,
  past: CopyPast | undefined,
  relativePath: string,
  staged: string,
  logicalBytes: number,
): FilePast | undefined {
  const file = past?.files.get(relativePath);
  if (file === undefined || inodeAt(fileSystem, staged) !== file.inode) return undefined;
  const { logicalBytes: stagedBytes } = fileSystem.readFacts(staged);
  if (file.finished !== undefined) return stagedBytes === logicalBytes ? file : undefined;
  return stagedBytes >= file.flushedUntil && file.flushedUntil % segmentBytes === 0 ? file : undefined;
}

/** Undefined when nothing has that name. */
export function inodeAt(fileSystem: FileSystem, path: string): string | undefined {
  try {
    return String(fileSystem.readFacts(path).inode);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ENOTDIR') return undefined;
    throw thrown;
  }
}
