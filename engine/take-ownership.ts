import { FerryError } from './errors.ts';
import { isLock, type OwnerLock, tryLock } from './transfers/owner-lock.ts';
import { readTransfer } from './transfers/read-transfer.ts';
import type { TransferRecord } from './transfers/record.ts';
import { requireOwnState, transferFolder } from './transfers/state-folder.ts';

/**
 * Takes the lock of a transfer for this process.
 *
 * @throws FerryError TRANSFER_UNKNOWN, TRANSFER_OWNED, STATE_FAILED (a state folder that is somebody else's)
 */
export function takeOwnership(state: string, id: string): OwnerLock {
  if (readTransfer(state, id) === undefined) throw unknownTransfer(id);
  requireOwnState(state);
  const lock = tryLock(transferFolder(state, id), id);
  if (isLock(lock)) return lock;
  throw new FerryError(
    'TRANSFER_OWNED',
    `Another process (${lock.process.pid}) is working on this transfer already.`,
    'See how it goes with “ferry watch”.',
  );
}

/**
 * The record that this process owns now, so that nobody else changes it any more.
 *
 * @throws FerryError TRANSFER_ENDED, TRANSFER_UNREADABLE (damaged, or from a newer version)
 */
export function readOwnRecord(state: string, id: string): TransferRecord {
  const view = readTransfer(state, id);
  if (view?.kind === 'transfer' && view.state !== 'done' && view.state !== 'cancelled') return view.record;
  if (view?.kind === 'transfer') {
    throw new FerryError('TRANSFER_ENDED', `Transfer ${id} has ended already.`, 'Start a new one.');
  }
  throw new FerryError(
    'TRANSFER_UNREADABLE',
    view?.kind === 'newer'
      ? 'This transfer was written by a newer VM Ferry.'
      : `The record of transfer ${id} is damaged.`,
    view?.kind === 'newer'
      ? 'Use the newer version to go on with it.'
      : 'Start the copy again; the source was not changed.',
    { path: transferFolder(state, id) },
  );
}

function unknownTransfer(id: string): FerryError {
  return new FerryError(
    'TRANSFER_UNKNOWN',
    `There is no transfer ${id}.`,
    '“ferry list” shows all transfers.',
  );
}
