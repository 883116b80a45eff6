import { basename } from 'node:path';
import { stateSchemaVersion } from './app-identity.ts';
import { InstallerError } from './installer-error.ts';
import { readTransferFacts, type TransferFacts } from './transfer-facts.ts';

/**
 * Refuses to put an older VM Ferry in the place of a newer one, whose transfers it could neither show nor go on with.
 *
 * @throws InstallerError NEWER_STATE
 */
export function refuseNewerState(state: string): void {
  const newest = newestSchemaVersion(state);
  if (newest <= stateSchemaVersion) return;
  throw new InstallerError(
    'NEWER_STATE',
    `A newer VM Ferry has been used on this Mac (its transfers have version ${newest}; this one knows ${stateSchemaVersion}).`,
    'Install that version or a later one. To go back to this one, first let its transfers end and clear them with “ferry clear”.',
    state,
  );
}

/** The newest form of a transfer's record that is there; 0 when there is none. */
export function newestSchemaVersion(state: string): number {
  return Math.max(0, ...readTransferFacts(state).map((transfer) => transfer.schemaVersion));
}

/**
 * Refuses to take VM Ferry away from transfers that need it: running ones load from the app what they need at their end, and
 * forgetting unfinished ones would leave hidden files on drives that nobody knows of any more.
 *
 * @throws InstallerError TRANSFERS_RUNNING, TRANSFERS_UNFINISHED
 */
export function refuseHarmfulRemoval(state: string, withHistory: boolean): void {
  const transfers = readTransferFacts(state);
  const running = transfers.filter((transfer) => transfer.isRunning);
  if (running.length > 0)
    throw new InstallerError(
      'TRANSFERS_RUNNING',
      `Something is being copied or moved: ${namesOf(running)}. Nothing was removed.`,
      'Wait until it has ended, or cancel it, and try again.',
    );
  const unfinished = withHistory ? transfers.filter((transfer) => transfer.isUnfinished) : [];
  if (unfinished.length > 0)
    throw new InstallerError(
      'TRANSFERS_UNFINISHED',
      `Not everything has come to its end: ${namesOf(unfinished)}. Nothing was removed.`,
      'Let it go on or cancel it, which also removes what it left on the drive. Or keep the history, and all can be resumed later.',
    );
}

function namesOf(transfers: readonly TransferFacts[]): string {
  return transfers.map(({ id, source }) => `${basename(source)} (${id})`).join(', ');
}
