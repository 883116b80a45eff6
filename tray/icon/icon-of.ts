import type { TransferRow, TransferSummary } from '../contract/popover-view.ts';

/** Names of the images in icons/, without `Template.png`. */
export type IconName = 'idle' | 'paused' | 'attention' | `progress${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

export interface IconState {
  readonly name: IconName;
  /** Beside the icon; empty: only the icon. */
  readonly title: string;
  /** 0 to 100; null when nothing is active. */
  readonly percent: number | null;
}

/** What waits for the person, and has not been looked at. */
export interface Attention {
  readonly questionCount: number;
  readonly unseenCount: number;
}

/** The icon for what goes on. What needs the person goes before what goes by itself. */
export function iconOf(
  summary: TransferSummary,
  rows: readonly TransferRow[],
  attention: Attention,
  showPercent: boolean,
): IconState {
  const percent = percentOf(summary);
  const title = showPercent && percent !== null ? ` ${percent}%` : '';
  if (attention.questionCount + attention.unseenCount > 0) return { name: 'attention', title, percent };
  if (percent !== null) return { name: progressIcon(percent), title, percent };
  const isPaused = summary.pausedCount > 0 && rows.every(({ state }) => state === 'paused');
  return { name: isPaused ? 'paused' : 'idle', title: '', percent: null };
}

/** Nine static glyphs, no animation (tray.md §2: what each change of the icon costs). */
function progressIcon(percent: number): IconName {
  const step = Math.min(9, 1 + Math.floor((percent * 9) / 101));
  return `progress${step as 1}`;
}

function percentOf({ activeCount, doneBytes, totalBytes }: TransferSummary): number | null {
  if (activeCount === 0) return null;
  return totalBytes === 0 ? 0 : Math.min(100, Math.floor((doneBytes * 100) / totalBytes));
}
