import type { OwnedTransfer } from './owned-transfer.ts';
import type { FileSystem } from './system/file-system.ts';
import type { OwnerLock } from './transfers/owner-lock.ts';
import { readTransfer } from './transfers/read-transfer.ts';
import { takeVolumeTurn } from './transfers/volume-turn.ts';

/**
 * Waits until no other transfer writes to the target's volume; the record says for whom.
 *
 * @param waits told the id of the transfer it waits for
 * @returns the turn; undefined when the wait was ended, or the folder cannot be looked at (which the copy then says)
 */
export async function takeTurn(
  { fileSystem, keeper, state, id }: OwnedTransfer,
  targetFolder: string,
  signal: AbortSignal,
  waits: ((behind: string) => void) | undefined,
): Promise<OwnerLock | undefined> {
  const volume = volumeKey(fileSystem, targetFolder);
  if (volume === undefined) return undefined;
  const waitsFor = (behind: string) => {
    keeper.enter('queued', { detail: `waiting for ${nameOf(state, behind)}`, waitsFor: behind });
    waits?.(behind);
  };
  return takeVolumeTurn(state, volume, id, waitsFor, signal);
}

function nameOf(state: string, id: string): string {
  const view = readTransfer(state, id);
  return view?.kind === 'transfer'
    ? view.record.request.source.slice(view.record.request.source.lastIndexOf('/') + 1)
    : id;
}

function volumeKey(fileSystem: FileSystem, folder: string): string | undefined {
  try {
    const path = fileSystem.resolve(folder);
    const { uuid } = fileSystem.readVolume(path);
    return uuid ?? `device ${fileSystem.readFacts(path).device}`;
  } catch {
    return undefined;
  }
}
