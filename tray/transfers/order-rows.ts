import type { TransferRow } from '../contract/popover-view.ts';
import { isActive } from './known-transfer.ts';

/** What waits for the person comes first, then what moves, what waits for others, what stands still. Oldest first in each. */
export function orderOpenRows(rows: readonly TransferRow[]): TransferRow[] {
  return [...rows].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

function rank({ question, state }: TransferRow): number {
  if (question !== null || state === 'needs-target') return 0;
  if (isActive(state)) return 1;
  if (state === 'queued') return 2;
  return 3;
}
