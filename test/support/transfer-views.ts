import type { TransferRecord, TransferView } from '#engine/transfers';
import { newRecord } from '../../engine/transfers/record.ts';
import { newTransferId } from '../../engine/transfers/transfer-id.ts';
import type { KnownTransfer } from '../../tray/transfers/known-transfer.ts';
import { transferRequest } from './transfer-request.ts';

/** A transfer as door 2 gives it, of `/VMs/Guest.utm` to the drive T9, with what the test wants otherwise. */
export function knownTransfer(
  state: KnownTransfer['state'],
  change: Partial<TransferRecord> = {},
  owner: KnownTransfer['owner'] = undefined,
): KnownTransfer {
  const id = newTransferId();
  const record = newRecord(id, transferRequest('/VMs/Guest.utm', '/Volumes/T9'));
  const recorded = state === 'interrupted' ? 'copying' : state;
  return { kind: 'transfer', id, state, owner, record: { ...record, state: recorded, ...change } };
}

export const counters = (doneBytes: number, totalBytes: number): TransferRecord['counters'] => ({
  doneBytes,
  totalBytes,
  copiedBytes: doneBytes,
  holeBytes: 0,
  filesDone: 0,
  filesTotal: 1,
});

export const unreadable: readonly TransferView[] = [
  { kind: 'newer', id: newTransferId(), schemaVersion: 99 },
  { kind: 'damaged', id: newTransferId(), problem: 'its record is no JSON' },
];
