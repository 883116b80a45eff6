import { type InstallationRecord, readRecord, removeRecord, writeRecord } from './installation-record.ts';
import { asInstallerError, InstallerError } from './installer-error.ts';
import type { MacPrograms } from './mac-programs.ts';
import type { Places } from './places.ts';
import type { LoginItem } from './steps/login-item-step.ts';
import { settle } from './take-back.ts';
import type { Trace } from './trace.ts';
import { isAlive } from './transfer-facts.ts';
import { undoTrace } from './undo-trace.ts';

export interface RecoverWorld {
  readonly places: Places;
  readonly programs: MacPrograms;
  readonly loginItem: LoginItem | undefined;
}

/**
 * Reads what is installed, after putting right what a killed installation left: begun and not completed, it is undone, and what
 * was there before it counts again; completed, what it had kept for a failure is removed.
 *
 * @returns undefined when nothing is recorded
 * @throws InstallerError BUSY, NEWER_STATE
 */
export async function recover(world: RecoverWorld): Promise<InstallationRecord | undefined> {
  const { state } = world.places;
  const found = readRecord(state);
  if (found.kind === 'none') return undefined;
  if (found.kind === 'unreadable')
    throw new InstallerError(
      'NEWER_STATE',
      `What was installed cannot be read: ${found.problem}.`,
      'Use the version of VM Ferry that installed it, or see “By hand” in installer/README.md.',
      state,
    );
  const { record } = found;
  if (record.status !== 'complete' && record.pid !== process.pid && isAlive(record.pid))
    throw new InstallerError(
      'BUSY',
      'VM Ferry is being installed or removed at this moment.',
      'Wait until that is done.',
    );
  if (record.status === 'installing') {
    const problems = await rollBack(record, world);
    if (problems.length === 0) return recover(world);
    throw new InstallerError(
      'STEP_FAILED',
      `What an earlier installation left cannot be put right: ${problems.join('; ')}.`,
      'See “By hand” in installer/README.md.',
    );
  }
  if (record.traces.every((trace) => trace.aside.length === 0 && trace.staging.length === 0)) return record;
  const settled = { ...record, traces: record.traces.map(settle) };
  writeRecord(state, settled);
  return settled;
}

/**
 * Undoes an installation that did not come to its end, the last step first, and lets what was recorded before it count again.
 * What cannot be undone holds nothing else up: it stays recorded, and is tried again the next time.
 *
 * @returns why what could not be undone; empty when everything is as it was
 */
export async function rollBack(record: InstallationRecord, world: RecoverWorld): Promise<string[]> {
  const { state } = world.places;
  const stuck: { readonly trace: Trace; readonly problem: string }[] = [];
  for (const trace of [...record.traces].reverse()) {
    try {
      // The record itself lies in the state folder, which is empty only without it.
      if (trace.step === 'state-folder' && record.before === null && stuck.length === 0) removeRecord(state);
      await undoTrace(trace, world.programs, world.loginItem);
    } catch (thrown) {
      stuck.unshift({ trace, problem: asInstallerError(thrown).message });
    }
  }
  if (stuck.length > 0) writeRecord(state, { ...record, traces: stuck.map(({ trace }) => trace) });
  else if (record.before !== null) writeRecord(state, record.before);
  else removeRecord(state);
  return stuck.map(({ problem }) => problem);
}
