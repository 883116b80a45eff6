import cliProgress from 'cli-progress';
import type { Phase, Progress } from '#engine';
import { bytesInWords, durationInWords } from './words.ts';

/** A live bar on a terminal, one plain line a second elsewhere; both on stderr, so that stdout stays the result. */
export class ProgressBar {
  private readonly isTerminal = process.stderr.isTTY === true;
  readonly everyMs = this.isTerminal ? 100 : 1000;
  private bar: cliProgress.SingleBar | undefined;

  show(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): void {
    const line = lineOf(progress, bytesPerSecond, secondsLeft);
    if (!this.isTerminal) {
      process.stderr.write(`${percentOf(progress)} ${line}\n`);
      return;
    }
    this.bar ??= startBar();
    this.bar.update(Math.round(fractionOf(progress) * 1000), { line });
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}

function startBar(): cliProgress.SingleBar {
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage}%  {line}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    linewrap: false,
    forceRedraw: true,
    gracefulExit: false,
  });
  bar.start(1000, 0, { line: '' });
  return bar;
}

const phaseWords: Readonly<Record<Phase, string>> = {
  preparing: 'looking at the source',
  copying: '',
  flushing: 'making it durable',
  verifying: 'verifying: ',
  committing: 'finishing',
  done: 'done',
};

function lineOf(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): string {
  const words = phaseWords[progress.phase];
  if (progress.phase !== 'copying' && progress.phase !== 'verifying') return words;
  return [
    `${words}${bytesInWords(progress.doneBytes)} of ${bytesInWords(progress.totalBytes)}`,
    bytesPerSecond > 0 ? `${bytesInWords(bytesPerSecond)}/s` : '',
    secondsLeft === undefined ? '' : `${durationInWords(Math.ceil(secondsLeft) * 1000)} left`,
    progress.holeBytes > 0 ? `holes saved ${bytesInWords(progress.holeBytes)}` : '',
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
