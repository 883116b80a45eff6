import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { stagingName } from './copy/choose-target.ts';
import { sweepStaging } from './copy/staging.ts';
import type { FileSystem } from './system/file-system.ts';
import { readTransfer } from './transfers/read-transfer.ts';
import { replaceFile, sweepTemporaries } from './transfers/replace-file.ts';
import { isTransferId } from './transfers/transfer-id.ts';

/**
 * Where the snapshot of a transfer may be: in the state folder when that is on the source's volume, else beside the
 * source, hidden and without an ending that UTM would take for a VM. Written down before one is made, so that it can
 * be swept even when everything else about the transfer is gone.
 *
 * @param source with links resolved
 */
export function placeSnapshot(state: string, id: string, source: string): string[] {
  const places = [
    join(state, 'snapshots', `${id}.snapshot`),
    join(dirname(source), stagingName(`${basename(source)}.snapshot`, id)),
  ];
  mkdirSync(join(state, 'snapshots'), { recursive: true, mode: 0o700 });
  replaceFile(join(state, 'snapshots', `${id}.json`), JSON.stringify(places));
  return places;
}

/** Removes the snapshot of a transfer and what is written down about it. @throws when something stays behind */
export function sweepSnapshot(fileSystem: FileSystem, state: string, id: string): void {
  const note = join(state, 'snapshots', `${id}.json`);
  for (const place of readPlaces(note, id)) sweepStaging(fileSystem, place);
  rmSync(note, { force: true });
}

/** Removes the snapshots of transfers that are gone or have ended: their owner died before it could. Never fails. */
export function sweepLeftSnapshots(fileSystem: FileSystem, state: string): void {
  const ids = notedIds(state);
  if (ids.length > 0) sweepTemporaries(join(state, 'snapshots'));
  for (const id of ids) {
    const view = readTransfer(state, id);
    const isWanted =
      view !== undefined &&
      !(view.kind === 'transfer' && (view.state === 'done' || view.state === 'cancelled'));
    if (isWanted) continue;
    try {
      sweepSnapshot(fileSystem, state, id);
    } catch {
      // Its volume may be away; the next start tries again.
    }
  }
}

function notedIds(state: string): string[] {
  try {
    return readdirSync(join(state, 'snapshots'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .filter(isTransferId);
  } catch {
    return [];
  }
}

/** Only names that we give to snapshots of this id: what is written here must not be able to remove anything else. */
function readPlaces(note: string, id: string): string[] {
  try {
    const places: unknown = JSON.parse(readFileSync(note, 'utf8'));
    if (!Array.isArray(places)) return [];
    return places.filter(
      (place): place is string =>
        typeof place === 'string' && (place.endsWith(`.ferry-${id}`) || place.endsWith(`/${id}.snapshot`)),
    );
  } catch {
    return [];
  }
}
