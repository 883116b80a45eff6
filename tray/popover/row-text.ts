import type { TransferRow } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';

/** The state in a few words, with what it waits for. */
export function stateText({ state, waitsFor }: TransferRow, { rows }: Words): string {
  if (waitsFor?.kind === 'turn') return rows.waitingForTurn(waitsFor.name);
  if (waitsFor?.kind === 'volume') return rows.waitingForVolume(waitsFor.name);
  return rows.states[state];
}

export function bytesText({ doneBytes, totalBytes }: TransferRow, { rows, amounts }: Words): string {
  return rows.bytesOf(amounts.size(doneBytes), amounts.size(totalBytes));
}

/** Speed and time left; empty while there is nothing to say about it. */
export function paceText(
  { bytesPerSecond, secondsLeft }: TransferRow,
  { rows, amounts, popover }: Words,
): string {
  if (bytesPerSecond <= 0) return '';
  const left = secondsLeft === null ? popover.estimating : rows.timeLeft(amounts.timeLeft(secondsLeft));
  return `${amounts.speed(bytesPerSecond)} · ${left}`;
}

/** A progress bar as a sentence, for those who listen. */
export function progressText(row: TransferRow, words: Words): string {
  const { state, doneBytes, totalBytes, secondsLeft, bytesPerSecond } = row;
  const percent = words.amounts.percent(totalBytes > 0 ? doneBytes / totalBytes : 0);
  const isMoving = state === 'copying' && bytesPerSecond > 0 && secondsLeft !== null;
  const rest = isMoving ? words.rows.timeLeft(words.amounts.timeLeft(secondsLeft)) : stateText(row, words);
  return words.rows.progress(percent, rest);
}
