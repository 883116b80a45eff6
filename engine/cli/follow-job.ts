import type { Job, Progress } from '#engine';
import { exitCodes } from './exit-codes.ts';
import type { Reporter } from './reporter.ts';
import { SpeedMeter } from './speed-meter.ts';

/**
 * Signals that mean "stop, and leave nothing behind". A closed terminal (SIGHUP) is no such wish: it ends the process, and the
 * transfer can be resumed.
 */
const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** Work that can be waited for and cancelled; progress comes once it has begun. */
export interface Followed<Result> {
  readonly result: Promise<Result>;
  progress(): Progress | undefined;
  cancel(): void;
}

/**
 * Waits for work while showing its progress. The first signal cancels it; a second one ends the process at once.
 *
 * @throws FerryError as the work's result does
 */
export async function followJob<Result>(
  work: Followed<Result> | Job<Result>,
  reporter: Reporter,
): Promise<Result> {
  const meter = new SpeedMeter();
  const show = () => {
    const progress = work.progress();
    if (progress === undefined) return;
    meter.add(performance.now(), progress.doneBytes);
    reporter.progress(progress, meter.bytesPerSecond(), meter.secondsLeft(progress.totalBytes));
  };
  const timer = setInterval(show, reporter.progressEveryMs);
  const stop = stopOnSignals(work, reporter);
  try {
    return await work.result;
  } finally {
    clearInterval(timer);
    reporter.endProgress();
    for (const signal of stopSignals) process.off(signal, stop);
  }
}

function stopOnSignals(work: { cancel(): void }, reporter: Reporter): () => void {
  let signals = 0;
  const stop = () => {
    signals++;
    work.cancel();
    if (signals < 2) return;
    reporter.endProgress();
    process.stderr.write('Stopped at once. “ferry list” shows what can be resumed or cancelled.\n');
    process.exit(exitCodes.cancelled);
  };
  for (const signal of stopSignals) process.on(signal, stop);
  return stop;
}
