import type { Notice } from '../contract/popover-view.ts';

/** The frame of the popover: header, empty state, history, notices. */
export interface PopoverWords {
  readonly transfersList: string;
  active(count: number): string;
  waiting(count: number): string;
  paused(count: number): string;
  failed(count: number): string;
  /** Shown instead of the counts while no transfer is under way. */
  readonly nothingActive: string;
  readonly allTransfers: string;
  readonly pauseAll: string;
  readonly continueAll: string;
  readonly openSettings: string;
  timeLeft(time: string): string;
  readonly estimating: string;
  readonly ended: string;
  readonly clearHistory: string;
  moreEnded(count: number): string;
  readonly empty: {
    readonly title: string;
    /** Three steps; the middle one is what to click, in the order of Finder's menus. */
    readonly steps: readonly [string, string, string];
    readonly drop: string;
    readonly onceTitle: string;
    /** Finder hides new Quick Actions until they are switched on. */
    readonly once: string;
  };
  readonly dropHere: string;
  readonly notices: Readonly<Record<Notice['kind'], NoticeWords>>;
  readonly loading: string;
  /** More rows changed at once than can be read out. */
  manyChanged(count: number): string;
}

export interface NoticeWords {
  readonly title: string;
  readonly text: string;
  /** Name of the button that opens the right place, null where there is none. */
  readonly action: string | null;
}
