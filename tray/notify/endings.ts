import type { TransferView } from '#engine/transfers';
import { isActive, isKnown, type KnownTransfer } from '../transfers/known-transfer.ts';

/** Something that the person is told: it is over, it failed, or it cannot go on without them. */
export interface Ending {
  readonly kind: 'done' | 'failed' | 'interrupted';
  readonly id: string;
  /** Tells two endings of one transfer apart: a resumed one may fail again. */
  readonly key: string;
  readonly view: KnownTransfer;
}

/**
 * What ended between two looks at a transfer. Cancelling is the person's own doing and is not told; nor is what was so
 * before the first look.
 */
export function endingOf(
  before: TransferView | undefined,
  view: TransferView | undefined,
): Ending | undefined {
  if (!isKnown(view)) return undefined;
  const { id, state, record } = view;
  const wasActive =
    isKnown(before) && (isActive(before.state) || before.state === 'paused' || before.state === 'queued');
  if (state === 'done' || state === 'failed') {
    if (isKnown(before) && before.state === state && before.record.endedAt === record.endedAt)
      return undefined;
    return { kind: state, id, key: `${id} ${record.endedAt}`, view };
  }
  if (state === 'interrupted' && wasActive)
    return { kind: 'interrupted', id, key: `${id} interrupted ${record.attempts}`, view };
  return undefined;
}

/** What ended while the app did not run, if it is to be told at all. */
export function missedEndings(views: readonly TransferView[], toldUntil: string | null): Ending[] {
  if (toldUntil === null) return [];
  return views.filter(isKnown).flatMap((view) => {
    const { endedAt } = view.record;
    return endedAt !== null && Date.parse(endedAt) > Date.parse(toldUntil)
      ? (endingOf(undefined, view) ?? [])
      : [];
  });
}
