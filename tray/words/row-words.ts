import type { RowAction, RowState } from '../contract/popover-view.ts';

/** One transfer's row. */
export interface RowWords {
  /** The state as a word or two. */
  readonly states: Readonly<Record<RowState, string>>;
  waitingForTurn(name: string): string;
  waitingForVolume(name: string): string;
  /** Between two places, for those who listen: “from A to B”. */
  places(source: string, target: string | null): string;
  bytesOf(done: string, total: string): string;
  timeLeft(time: string): string;
  /** Value of a progress bar as a sentence: “64 percent, 3 min left”. */
  progress(percent: string, rest: string | null): string;
  readonly stripName: string;
  strip(dataPercent: string, donePercent: string): string;
  /** Facts of an ended transfer. */
  took(size: string, duration: string): string;
  saved(size: string): string;
  readonly verified: string;
  readonly cloned: string;
  readonly renamed: string;
  metadataLosses(count: number): string;
  warnings(count: number): string;
  pausedAt(done: string, total: string): string;
  readonly pausedBeforeStart: string;
  /** What happened and what can be done, for states without a failure of their own. */
  readonly interrupted: string;
  readonly newer: string;
  readonly damaged: string;
  readonly cancelled: string;
  readonly actions: Readonly<Record<RowAction, string>>;
  /** After the details were copied. */
  readonly copied: string;
  /** Names of buttons for those who listen: “Pause Ubuntu”. */
  actionOn(action: RowAction, name: string): string;
  /** A cancel that throws work away is confirmed in the row. */
  readonly confirm: {
    title(verb: 'copy' | 'move'): string;
    readonly text: string;
    readonly keep: string;
    readonly stop: string;
  };
  /** A change of state, spoken. */
  announce(name: string, state: RowState): string;
  announceProgress(name: string, percent: string): string;
  /** Name of the row itself. */
  rowName(verb: 'copy' | 'move', name: string, state: string): string;
}
