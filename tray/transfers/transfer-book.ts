import { type TransferChange, type TransferView, watchTransfers } from '#engine/transfers';
import { hasEnded, isKnown, madeAtMs } from './known-transfer.ts';

/**
 * All transfers as they are now. Those that have ended are put in order only when one of them changes, so a thousand of
 * them cost nothing while another one copies.
 */
export class TransferBook {
  private readonly open = new Map<string, TransferView>();
  private readonly ended = new Map<string, TransferView>();
  private endedInOrder: readonly TransferView[] | undefined;

  /** Not ended, oldest first. */
  openTransfers(): TransferView[] {
    return [...this.open.values()];
  }

  /** Ended, newest first. */
  endedTransfers(): readonly TransferView[] {
    this.endedInOrder ??= [...this.ended.values()].sort((a, b) => endOf(b) - endOf(a));
    return this.endedInOrder;
  }

  get(id: string): TransferView | undefined {
    return this.open.get(id) ?? this.ended.get(id);
  }

  take({ id, view }: TransferChange): void {
    const had = this.ended.delete(id);
    this.open.delete(id);
    if (view !== undefined) (hasEnded(view) ? this.ended : this.open).set(id, view);
    if (had || this.ended.has(id)) this.endedInOrder = undefined;
  }
}

/** A change, with what was known before it. */
export type ToldChange = TransferChange & { readonly before: TransferView | undefined };

/**
 * Follows the state folder: told at once of all there is, then of each change.
 *
 * @param changed told after the book has taken the changes
 * @returns ends it
 */
export function followTransfers(
  state: string,
  book: TransferBook,
  changed: (changes: readonly ToldChange[]) => void,
): () => void {
  return watchTransfers(state, (changes) => {
    const told = changes.map((change) => ({ ...change, before: book.get(change.id) }));
    for (const change of changes) book.take(change);
    changed(told);
  });
}

function endOf(view: TransferView): number {
  const endedAt = isKnown(view) ? view.record.endedAt : null;
  return endedAt === null ? madeAtMs(view.id) : Date.parse(endedAt);
}
