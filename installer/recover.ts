import { existsSync } from 'node:fs';
import { type InstallationRecord, readRecord, removeRecord, writeRecord } from './installation-record.ts';
import { InstallerError } from './installer-error.ts';
import type { MacPrograms } from './mac-programs.ts';
import type { Places } from './places.ts';
import type { LoginItem } from './steps/login-item-step.ts';
import { settle } from './take-back.ts';
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
    await rollBack(record, world);
    return recover(world);
  }
  if (record.traces.every((trace) => trace.aside.length === 0 && trace.staging.length === 0)) return record;
  const settled = { ...record, traces: record.traces.map(settle) };
  writeRecord(state, settled);
  return settled;
}

/**
 * Undoes an installation that did not come to its end, the last step first, and lets what was recorded before it count again.
 *
 * @returns paths that are gone, or back as they were
 */
export async function rollBack(record: InstallationRecord, world: RecoverWorld): Promise<string[]> {
  const { state } = world.places;
  const changed: string[] = [];
  for (const trace of [...record.traces].reverse()) {
    // The record itself lies in the state folder, which is empty only without it.
    if (trace.step === 'state-folder' && record.before === null) removeRecord(state);
    changed.push(...(await undoTrace(trace, world.programs, world.loginItem)).changed);
  }
  if (!existsSync(state)) return changed;
  if (record.before === null) removeRecord(state);
  else writeRecord(state, record.before);
  return changed;
}
