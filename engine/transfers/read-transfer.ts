import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../errors.ts';
import { type LockHolder, readLockHolder } from './owner-lock.ts';
import { readOwnText } from './read-own-text.ts';
import {
  claimsOwner,
  mayHaveOwner,
  recordSchema,
  schemaVersion,
  type TransferRecord,
  type TransferState,
} from './record.ts';
import { transferFolder } from './state-folder.ts';
import { isTransferId } from './transfer-id.ts';

export const recordFileName = 'record.json';

/** A thousand states, a hundred warnings of 64 KiB: no record is longer. */
const recordBytesMax = 16_000_000;

/** A transfer as a reader sees it at one moment. */
export type TransferView =
  | {
      readonly kind: 'transfer';
      readonly id: string;
      readonly record: TransferRecord;
      /** The record's state, or `interrupted` when it claims an owner and nobody owns it. */
      readonly state: TransferState | 'interrupted';
      /** Undefined also for a queued one whose owner died, or that nobody has begun yet. */
      readonly owner: LockHolder | undefined;
    }
  /** Written by a newer VM Ferry: not parsed, not touched. */
  | { readonly kind: 'newer'; readonly id: string; readonly schemaVersion: number }
  | { readonly kind: 'damaged'; readonly id: string; readonly problem: string };

/** Reads one transfer; undefined when there is none by that id. */
export function readTransfer(state: string, id: string): TransferView | undefined {
  const folder = transferFolder(state, id);
  let text: string;
  try {
    text = readOwnText(join(folder, recordFileName), recordBytesMax);
  } catch (thrown) {
    const code = errnoOf(thrown);
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? undefined
      : { kind: 'damaged', id, problem: `it could not be read (${code})` };
  }
  return viewOf(folder, id, text);
}

/** All transfers, oldest first. Names that are not ours are passed over. */
export function listTransfers(state: string): TransferView[] {
  return transferIds(state).flatMap((id) => readTransfer(state, id) ?? []);
}

/** Ids of all transfers, oldest first. */
export function transferIds(state: string): string[] {
  try {
    return readdirSync(join(state, 'transfers')).filter(isTransferId).sort();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}

function viewOf(folder: string, id: string, text: string): TransferView {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'damaged', id, problem: 'its record is no JSON' };
  }
  const version =
    typeof json === 'object' && json !== null && 'schemaVersion' in json ? json.schemaVersion : undefined;
  if (typeof version === 'number' && version > schemaVersion)
    return { kind: 'newer', id, schemaVersion: version };
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success)
    return {
      kind: 'damaged',
      id,
      problem: `its record has a wrong ${parsed.error.issues[0]?.path.join('.') || 'form'}`,
    };
  const record = parsed.data;
  if (!mayHaveOwner(record.state))
    return { kind: 'transfer', id, record, state: record.state, owner: undefined };
  const owner = readLockHolder(folder);
  if (!claimsOwner(record.state)) return { kind: 'transfer', id, record, state: record.state, owner };
  return { kind: 'transfer', id, record, state: owner === undefined ? 'interrupted' : record.state, owner };
}
