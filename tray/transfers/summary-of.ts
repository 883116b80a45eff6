import type { TransferRow, TransferSummary } from '../contract/popover-view.ts';
import { isActive } from './known-transfer.ts';

/** All active transfers together. Rows that are not active only count. */
export function summaryOf(rows: readonly TransferRow[], failedCount: number): TransferSummary {
  const active = rows.filter(({ state }) => isActive(state));
  const sum = (pick: (row: TransferRow) => number) => active.reduce((total, row) => total + pick(row), 0);
  const bytesPerSecond = sum((row) => row.bytesPerSecond);
  const left = active.map(({ secondsLeft }) => secondsLeft);
  return {
    activeCount: active.length,
    waitingCount: rows.filter(({ state }) => state === 'queued').length,
    pausedCount: rows.filter(({ state }) => state === 'paused').length,
    failedCount,
    doneBytes: sum((row) => row.doneBytes),
    totalBytes: sum((row) => row.totalBytes),
    bytesPerSecond,
    // They run at the same time, so the last one to end is what the person waits for.
    secondsLeft:
      left.length === 0 || left.some((each) => each === null)
        ? null
        : Math.max(...left.map((each) => each ?? 0)),
  };
}
