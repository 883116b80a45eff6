import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LockHolder, type OwnerLock, readLastHolder, readLockHolder, tryLock } from './owner-lock.ts';
import { transferFolder } from './state-folder.ts';

/**
 * Takes the question of a transfer in `needs-target`, “where to?”, for this process: only one may put it to the person, and
 * whoever started the transfer sees that somebody does. To be released when it is answered, or when the person closed it.
 *
 * @returns the claim, or who holds it
 * @throws the error of node:fs, ENOENT for a transfer that there is not
 */
export function claimQuestion(state: string, id: string): OwnerLock | LockHolder {
  const folder = questionFolder(state, id);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
  return tryLock(folder, 'question');
}

/** Who puts the question of a transfer to the person now, if anybody does. */
export function questionHolder(state: string, id: string): LockHolder | undefined {
  return orUndefined(() => readLockHolder(questionFolder(state, id)));
}

/**
 * Whether somebody holds the question of a transfer, or held it and put it down in order. One that died with the question
 * in its hands does not count: the person may never have seen it.
 */
export function wasQuestionAsked(state: string, id: string): boolean {
  const folder = questionFolder(state, id);
  const last = orUndefined(() => readLastHolder(folder));
  return last?.isReleased === true || questionHolder(state, id) !== undefined;
}

function questionFolder(state: string, id: string): string {
  return join(transferFolder(state, id), 'question');
}

/** A question that nobody has claimed yet has no folder. */
function orUndefined<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}
