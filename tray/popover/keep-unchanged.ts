import type { PopoverView } from '../contract/popover-view.ts';

/** The new view with every row that is still the same as the object it was before, so that it is not drawn again. */
export function keepUnchanged(before: PopoverView | null, view: PopoverView): PopoverView {
  if (before === null) return view;
  const rows = new Map(before.transfers.map((row) => [row.id, row]));
  return {
    ...view,
    transfers: view.transfers.map((row) => {
      const old = rows.get(row.id);
      return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row;
    }),
  };
}
