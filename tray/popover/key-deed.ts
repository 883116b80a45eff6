import type { RowAction, TransferRow } from '../contract/popover-view.ts';

/** What a key does in the list. */
export type KeyDeed =
  | { readonly kind: 'go'; readonly id: string }
  | { readonly kind: 'act'; readonly row: TransferRow; readonly action: RowAction }
  | { readonly kind: 'end-confirm'; readonly row: TransferRow }
  /** To the choices of the row. */
  | { readonly kind: 'choices' };

interface Place {
  readonly rows: readonly TransferRow[];
  /** Of the row with the focus; -1: the list itself has it. */
  readonly index: number;
  /** The row itself has the focus, and not a button in it. */
  readonly isOnRow: boolean;
  readonly isConfirming: boolean;
}

/** Done by the space bar, the first one that is possible. Nothing here can lose work. */
const bySpace: readonly RowAction[] = ['pause', 'continue', 'resume', 'retry', 'show-target'];

export function keyDeed(key: string, { rows, index, isOnRow, isConfirming }: Place): KeyDeed | null {
  const row = rows[index];
  const goTo = (to: number): KeyDeed | null => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
    return next === undefined ? null : { kind: 'go', id: next.id };
  };
  switch (key) {
    case 'ArrowDown':
      return goTo(index + 1);
    case 'ArrowUp':
      return goTo(index < 0 ? rows.length - 1 : index - 1);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(rows.length - 1);
    case 'Escape':
      return isConfirming && row !== undefined ? { kind: 'end-confirm', row } : null;
    case ' ':
    case 'Enter': {
      if (row === undefined || !isOnRow) return null;
      if (row.question !== null || isConfirming) return { kind: 'choices' };
      const action = bySpace.find((each) => row.actions.includes(each));
      return action === undefined ? null : { kind: 'act', row, action };
    }
    case 'Delete':
    case 'Backspace': {
      const action = (['cancel', 'clear'] as const).find((each) => row?.actions.includes(each));
      return row === undefined || action === undefined ? null : { kind: 'act', row, action };
    }
    default:
      return null;
  }
}
