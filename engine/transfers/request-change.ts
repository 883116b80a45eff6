import { rmSync } from 'node:fs';
import { readControl, type TransferChoices, type TransferControl, writeControl } from './control-file.ts';
import { isLock, type LockHolder, readLockHolder, tryLock } from './owner-lock.ts';
import { readTransfer } from './read-transfer.ts';
import { isEnded, type TransferState } from './record.ts';
import { transferFolder } from './state-folder.ts';

/** What became of a wish. Refusals are values: the transfer may have ended while somebody was asking. */
export type ChangeAnswer =
  | {
      readonly kind: 'asked';
      readonly state: TransferState | 'interrupted';
      readonly owner: LockHolder | undefined;
    }
  | { readonly kind: 'unknown' }
  /** Written by a newer VM Ferry, or damaged: not touched. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'ended'; readonly state: TransferState }
  | { readonly kind: 'owned'; readonly owner: LockHolder };

export function requestPause(state: string, id: string): ChangeAnswer {
  return ask(state, id, (control) => ({ ...control, wish: 'pause' }));
}

export function requestContinue(state: string, id: string): ChangeAnswer {
  return ask(state, id, (control) => ({ ...control, wish: 'run' }));
}

/** The owner cancels and sweeps. Where there is none, the engine has to be run once more to sweep. */
export function requestCancel(state: string, id: string): ChangeAnswer {
  return ask(state, id, (control) => ({ ...control, wish: 'cancel' }));
}

/**
 * Answers the question of a transfer in `needs-target`; whoever runs it next uses the folder and the choices.
 *
 * @param choices are added to what was chosen before
 */
export function chooseTarget(
  state: string,
  id: string,
  targetFolder: string,
  choices: TransferChoices = {},
): ChangeAnswer {
  return ask(state, id, (control) => ({
    ...control,
    targetFolder,
    choices: { ...control.choices, ...choices },
  }));
}

/**
 * Forgets a transfer that has ended. One that left an unfinished copy or a snapshot has to be cancelled first, which
 * removes them.
 */
export function clearTransfer(
  state: string,
  id: string,
): ChangeAnswer | { readonly kind: 'cleared' } | { readonly kind: 'unfinished' } {
  const view = readTransfer(state, id);
  const folder = transferFolder(state, id);
  if (view === undefined) return { kind: 'unknown' };
  if (view.kind === 'newer') return { kind: 'unreadable' };
  if (view.kind === 'transfer') {
    if (!isEnded(view.state as TransferState)) return { kind: 'asked', state: view.state, owner: view.owner };
    if (view.record.staging !== null || view.record.snapshot !== null) return { kind: 'unfinished' };
  }
  const lock = tryLock(folder, 'clear');
  if (!isLock(lock)) return { kind: 'owned', owner: lock };
  rmSync(folder, { recursive: true, force: true });
  return { kind: 'cleared' };
}

function ask(state: string, id: string, change: (control: TransferControl) => TransferControl): ChangeAnswer {
  const view = readTransfer(state, id);
  if (view === undefined) return { kind: 'unknown' };
  if (view.kind !== 'transfer') return { kind: 'unreadable' };
  // A failed transfer can still be cancelled: that removes what it left.
  if (view.state === 'done' || view.state === 'cancelled') return { kind: 'ended', state: view.state };
  const folder = transferFolder(state, id);
  writeControl(folder, change(readControl(folder)));
  return { kind: 'asked', state: view.state, owner: readLockHolder(folder) };
}
