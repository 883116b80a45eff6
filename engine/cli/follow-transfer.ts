import { type CopyResult, FerryError, type Job, keepAwake, runTransfer, surprise } from '#engine';
import { readTransfer } from '#engine/transfers';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { followJob } from './follow-job.ts';
import type { Reporter } from './reporter.ts';

/** What came of a transfer that was run in this process. */
export interface TransferOutcome {
  readonly exitCode: number;
  readonly error: FerryError | undefined;
}

/**
 * Runs a transfer to its end in this process, with everything said by the reporter. Never throws: failures are said and
 * answered as exit codes.
 */
export async function followTransfer(
  state: string,
  id: string,
  reporter: Reporter,
): Promise<TransferOutcome> {
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
    return {
      exitCode: result.metadataLosses.length > 0 ? exitCodes.metadataNotKept : exitCodes.done,
      error: undefined,
    };
  } catch (thrown) {
    const error = thrown instanceof FerryError ? thrown : surprise(thrown);
    reporter.error(error, exitCodeOf(error.code));
    return { exitCode: exitCodeOf(error.code), error };
  }
}

function sourceOf(state: string, id: string): string {
  const view = readTransfer(state, id);
  return view?.kind === 'transfer' ? view.record.request.source : id;
}
