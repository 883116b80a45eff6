import type { createLogUpdate } from 'log-update';
import type { Phase, Progress } from '#engine';
import { durationInWords, sizeInWords } from './words.ts';

const barCells = 24;

/** A live bar on a terminal, one plain line a second elsewhere; both on stderr, so that stdout stays the result. */
export class ProgressBar {
  private readonly isTerminal = process.stderr.isTTY === true;
  readonly everyMs = this.isTerminal ? 100 : 1000;
  private screen: ReturnType<typeof createLogUpdate> | undefined;
  private isLoading = false;

  show(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): void {
    const line = `${percentOf(progress)}  ${lineOf(progress, bytesPerSecond, secondsLeft)}`;
    if (!this.isTerminal) process.stderr.write(`${line}\n`);
    else if (this.screen === undefined) this.load();
    else this.screen(`${barOf(progress)} ${line}`.slice(0, (process.stderr.columns ?? 80) - 1));
  }

  /** Takes the bar off the screen. */
  end(): void {
    this.screen?.clear();
    this.screen?.done();
  }

  /** Only when there is something to draw: its tables of character widths cost every other command 25 ms at start. */
  private load(): void {
    if (this.isLoading) return;
    this.isLoading = true;
    void import('log-update').then(({ createLogUpdate }) => {
      this.screen = createLogUpdate(process.stderr);
    });
  }
}

function barOf(progress: Progress): string {
  const full = Math.round(fractionOf(progress) * barCells);
  return '█'.repeat(full) + '░'.repeat(barCells - full);
}

const phaseWords: Readonly<Record<Phase, string>> = {
  preparing: 'looking at the source',
  copying: '',
  flushing: 'making it durable',
  verifying: 'verifying: ',
  committing: 'finishing',
  'removing-source': 'removing the original',
  done: 'done',
};

function lineOf(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): string {
  const words = phaseWords[progress.phase];
  if (progress.phase !== 'copying' && progress.phase !== 'verifying') return words;
  return [
    `${words}${sizeInWords(progress.doneBytes)} of ${sizeInWords(progress.totalBytes)}`,
    bytesPerSecond > 0 ? `${sizeInWords(bytesPerSecond)}/s` : '',
    secondsLeft === undefined ? '' : `${durationInWords(Math.ceil(secondsLeft) * 1000)} left`,
    progress.phase === 'copying' && progress.holeBytes > 0
      ? `holes saved ${sizeInWords(progress.holeBytes)}`
      : '',
  ]
    .filter(Boolean)
    .join('  ');
}

/** Phases without a length of their own stand at their end. */
function fractionOf(progress: Progress): number {
  if (progress.phase === 'preparing') return 0;
  return progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : 1;
}

function percentOf(progress: Progress): string {
  return `${Math.floor(fractionOf(progress) * 100)}%`.padStart(4);
}
