import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CopyRequest } from './copy/copy-request.ts';
import { FerryError } from './errors.ts';
import { findOnVolume } from './find-volume.ts';
import type { OwnedTransfer } from './owned-transfer.ts';
import { pastOfJournal } from './past-of-journal.ts';
import { placeSnapshot } from './snapshot-places.ts';
import type { FileSystem } from './system/file-system.ts';
import { readControl, type TransferChoices } from './transfers/control-file.ts';
import { journalFileName, readJournal } from './transfers/journal.ts';
import { type TransferRecord, type TransferRequest, wasBegun } from './transfers/record.ts';

/**
 * What the record asks for, with the paths of its volumes as they are today and what an earlier run got done.
 *
 * @throws FerryError TARGET_MISSING when no target was chosen yet, TARGET_FAILED when its volume is not connected
 */
export function requestOfRecord({ id, state, folder, fileSystem, keeper }: OwnedTransfer): CopyRequest {
  const { sourceVolume, targetVolume, sourceInode } = keeper.record;
  const { targetFolder: chosen, choices } = readControl(folder);
  const request = withChoices(keeper.record.request, choices);
  const wished = request.targetFolder ?? chosen;
  if (wished === null)
    throw new FerryError(
      'TARGET_MISSING',
      'No target folder has been chosen for this transfer yet.',
      'Choose one.',
    );
  keeper.change({ request: { ...request, targetFolder: wished } });
  const isRetry = wasBegun(keeper.record);
  const targetFolder = isRetry ? findOnVolume(fileSystem, wished, targetVolume) : wished;
  const source =
    isRetry && request.verb === 'copy'
      ? findSource(fileSystem, request.source, sourceVolume)
      : request.source;
  return {
    id,
    source,
    targetFolder,
    name: request.name ?? nameOfBefore(keeper.record) ?? undefined,
    holes: request.holes ?? undefined,
    verify: request.verify,
    allowExpansion: request.allowExpansion,
    evenIfRunning: request.evenIfRunning,
    download: request.download,
    newIdentity: request.newIdentity ?? undefined,
    dryRun: false,
    verb: request.verb,
    remove: request.remove,
    snapshotFolders: request.snapshot === 'off' ? [] : placeSnapshotOf(state, id, source),
    keepUnfinished: true,
    past: isRetry ? pastOfJournal(readJournal(join(folder, journalFileName)), sourceInode ?? '') : undefined,
  };
}

/** Answers given before the start stand in for what was asked for. */
function withChoices(request: TransferRequest, choices: TransferChoices): TransferRequest {
  return {
    ...request,
    allowExpansion: choices.allowExpansion ?? request.allowExpansion,
    evenIfRunning: choices.evenIfRunning ?? request.evenIfRunning,
    verify: choices.verify ?? request.verify,
    download: choices.download ?? request.download,
    remove: choices.remove ?? request.remove,
  };
}

/** A copy with a new identity got a name that was free at the time; a retry must come to the same one. */
function nameOfBefore({ request, target }: TransferRecord): string | undefined {
  return request.newIdentity === null || target === null ? undefined : basename(target);
}

/** A source that is not there gets its message from the copy. */
function placeSnapshotOf(state: string, id: string, source: string): string[] {
  try {
    return placeSnapshot(state, id, realpathSync(source));
  } catch {
    return [];
  }
}

function findSource(fileSystem: FileSystem, source: string, volume: TransferRecord['sourceVolume']): string {
  try {
    return findOnVolume(fileSystem, source, volume);
  } catch {
    // What is missing is then said by the copy, in words about the source.
    return source;
  }
}
