import { readUse } from '../bundle/read-use.ts';
import { inFolder, scanBundle } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError, SystemCallError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { factsIfAny } from './facts-if-any.ts';
import { folderOf } from './folder-of.ts';
import { refuseInUse } from './refuse-in-use.ts';
import { scanFingerprint } from './scan-fingerprint.ts';
import { sweepStaging } from './staging.ts';

/** Moves a path to the Trash of its volume; handed in, since it is the operating system's business. */
export type TrashMover = (path: string) => Promise<void>;

/**
 * The last step of a move. The source goes only when it is still exactly what was copied and nobody uses it; it leaves its
 * name in one step (to the Trash, or to a hidden name that is then emptied), so that no half source is ever left.
 *
 * @param before fingerprint of the source as it was copied
 * @throws FerryError SOURCE_NOT_REMOVED: both exist, and the copy is verified
 */
export async function removeSource(
  fileSystem: FileSystem,
  source: string,
  before: string,
  how: 'trash' | 'delete',
  id: string,
  moveToTrash: TrashMover,
): Promise<void> {
  const folder = folderOf(source);
  const hidden = inFolder(folder, `.ferry-removing-${id}`);
  try {
    // An earlier run may have got this far.
    sweepHidden(fileSystem, hidden);
    if (factsIfAny(fileSystem, source) === undefined) return;
    const scan = scanBundle(fileSystem, source);
    if (scanFingerprint(scan) !== before) throw new Error('it was changed after it was copied');
    refuseInUse(readUse(fileSystem, scan), 'move');
    if (how === 'trash') {
      await moveToTrash(source);
    } else {
      if (fileSystem.tryRename(source, hidden) === 'taken') throw new Error(`${hidden} exists`);
      // The new name must be durable first, or a power cut could bring the old one back over a half emptied folder.
      fileSystem.flushFolder(folder);
      sweepHidden(fileSystem, hidden);
    }
    fileSystem.flushFolder(folder);
  } catch (thrown) {
    throw notRemoved(source, thrown);
  }
}

/** @throws FerryError SOURCE_NOT_REMOVED, in words for a source that has lost its name and part of its content */
function sweepHidden(fileSystem: FileSystem, hidden: string): void {
  try {
    sweepStaging(fileSystem, hidden);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === undefined) throw thrown;
    const path = thrown instanceof SystemCallError ? thrown.path : hidden;
    throw new FerryError(
      'SOURCE_NOT_REMOVED',
      `The copy is complete and verified, but what is left of the original, now ${hidden}, could not be removed: ${path} (${errno}).`,
      'Remove what locks it (“chflags nouchg” on a Mac, “chattr -i” on Linux), then resume, or delete it yourself.',
      { path: hidden, errno, cause: thrown },
    );
  }
}

function notRemoved(source: string, cause: unknown): FerryError {
  if (cause instanceof FerryError && cause.code === 'SOURCE_NOT_REMOVED') return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const errno = errnoOf(cause);
  return new FerryError(
    'SOURCE_NOT_REMOVED',
    `The copy is complete and verified, but the original ${source} was not removed: ${why}.`,
    'Both exist now. Remove the original yourself when you are sure, or resume to try again.',
    errno === undefined ? { path: source, cause } : { path: source, errno, cause },
  );
}
