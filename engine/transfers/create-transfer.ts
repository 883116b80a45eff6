import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { recordFileName } from './read-transfer.ts';
import { newRecord, recordSchema, type TransferWish } from './record.ts';
import { replaceFile } from './replace-file.ts';
import { stateFailed } from './state-failed.ts';
import { makeStateFolder, transferFolder } from './state-folder.ts';
import { newTransferId } from './transfer-id.ts';

/**
 * Writes down a wish: a transfer in `queued`, or in `needs-target` when it has no target folder yet. Nobody works on it
 * until an owner takes it.
 *
 * @returns its id
 * @throws FerryError STATE_FAILED when the state folder cannot be written, or is somebody else's
 */
export function createTransfer(state: string, wish: TransferWish): string {
  const id = newTransferId();
  try {
    makeStateFolder(state);
    const folder = transferFolder(state, id);
    mkdirSync(folder, { mode: 0o700 });
    replaceFile(join(folder, recordFileName), JSON.stringify(recordSchema.parse(newRecord(id, wish))));
    return id;
  } catch (thrown) {
    throw stateFailed(state, thrown);
  }
}
