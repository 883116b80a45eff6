import type { FerryError, Job } from '#engine';
import { exitCodes } from './exit-codes.ts';
import type { Reporter } from './reporter.ts';
import { SpeedMeter } from './speed-meter.ts';

/** Signals that mean "stop, and leave nothing behind". */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for a job while showing its progress. The first signal cancels it; a second one ends the process at once.
 *
 * @throws FerryError as the job's result does
 */
export async function followJob<Result>(job: Job<Result>, reporter: Reporter): Promise<Result> {
  const meter = new SpeedMeter();
  const show = () => {
    const progress = job.progress();
    meter.add(performance.now(), progress.doneBytes);
    reporter.progress(progress, meter.bytesPerSecond(), meter.secondsLeft(progress.totalBytes));
  };
  const timer = setInterval(show, reporter.progressEveryMs);
  const stop = stopOnSignals(job, reporter);
  try {
    return await job.result;
  } finally {
    clearInterval(timer);
    reporter.endProgress();
    for (const signal of stopSignals) process.off(signal, stop);
  }
}

function stopOnSignals(job: Job<unknown>, reporter: Reporter): () => void {
  let signals = 0;
  const stop = () => {
    signals++;
    job.cancel();
    if (signals < 2) return;
    reporter.endProgress();
    process.stderr.write(
      'Stopped at once. A hidden folder that ends in .ferry-… may be left at the target; it can be deleted.\n',
    );
    process.exit(exitCodes.cancelled);
  };
  for (const signal of stopSignals) process.on(signal, stop);
  return stop;
}

/** True when whoever asked does not want any more copies either. */
export function isCancelled(error: FerryError): boolean {
  return error.code === 'CANCELLED';
}
