import { type CopyResult, type Job, keepAwake, runTransfer } from '#engine';
import { readTransfer } from '#engine/transfers';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { followJob } from './follow-job.ts';
import { reportFailure } from './report-failure.ts';
import type { Reporter } from './reporter.ts';

/**
 * Runs a transfer to its end in this process, with everything said by the reporter. Never throws: failures are said and
 * answered as exit codes.
 */
export async function followTransfer(state: string, id: string, reporter: Reporter): Promise<number> {
  let job: Job<CopyResult> | undefined;
  keepAwake();
  try {
    const running = runTransfer(state, id, {
      planned: (plan, target) => reporter.plan(plan, sourceOf(state, id), target, false),
      warned: (warning) => reporter.warning(warning),
      started: (started) => {
        job = started;
      },
      waits: (behind) => reporter.waiting(sourceOf(state, behind)),
      exitCodeOf: (error) => exitCodeOf(error.code),
    });
    const work = { result: running.result, cancel: () => running.cancel(), progress: () => job?.progress() };
    const result = await followJob(work, reporter);
    reporter.copied(result, false);
    return result.metadataLosses.length > 0 ? exitCodes.metadataNotKept : exitCodes.done;
  } catch (thrown) {
    return reportFailure(reporter, thrown);
  }
}

function sourceOf(state: string, id: string): string {
  const view = readTransfer(state, id);
  return view?.kind === 'transfer' ? view.record.request.source : id;
}
