import type { TransferView } from '#engine/transfers';

/** A transfer whose record can be read. */
export type KnownTransfer = Extract<TransferView, { kind: 'transfer' }>;

export function isKnown(view: TransferView | undefined): view is KnownTransfer {
  return view?.kind === 'transfer';
}

const endedStates: readonly string[] = ['done', 'failed', 'cancelled'];
const activeStates: readonly string[] = [
  'preparing',
  'copying',
  'flushing',
  'verifying',
  'committing',
  'removing-source',
];

/** What cannot be read counts as ended: nothing can be done with it. */
export function hasEnded(view: TransferView): boolean {
  return !isKnown(view) || endedStates.includes(view.state);
}

/** Somebody works on it at this moment. */
export function isActive(state: string): boolean {
  return activeStates.includes(state);
}

/** Milliseconds since 1970 at which an id was made (door 2: its first eight characters, base 36). */
export function madeAtMs(id: string): number {
  return Number.parseInt(id.slice(0, 8), 36);
}
