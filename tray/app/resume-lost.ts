import type { Engine } from '../engine/find-engine.ts';
import { goOnWith } from '../questions/start-transfer.ts';
import { isKnown } from '../transfers/known-transfer.ts';
import type { TransferBook } from '../transfers/transfer-book.ts';

/**
 * Lets the transfers go on whose drive went away, as soon as volumes changed: the engine finds the drive by its UUID wherever it is
 * mounted now, and refuses everything else at once. What was interrupted for another reason is the person's to resume.
 */
export function resumeLost(state: string, book: TransferBook, engine: () => Engine | undefined): void {
  for (const view of book.openTransfers()) {
    if (!isKnown(view) || view.state !== 'interrupted' || view.record.error === null) continue;
    const found = engine();
    if (found !== undefined) void goOnWith(state, found, view.id);
  }
}
