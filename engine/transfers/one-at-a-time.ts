import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isLock, type LockHolder, type OwnerLock, tryLock } from './owner-lock.ts';
import { stateFailed } from './state-failed.ts';

/** Such work takes some ten milliseconds; a process that holds it for longer than this is stuck. */
const waitMs = 2000;
const lookAgainMs = 15;

/**
 * Does something of which only one process should be in the middle: to look whether a transfer is there and then write one down.
 * Where another one does not get out of the middle in two seconds, it is done all the same.
 *
 * @param task names the work among all that is done so; a legal file name
 * @throws what `work` throws, and FerryError STATE_FAILED when the state folder cannot be written
 */
export async function oneAtATime<Result>(state: string, task: string, work: () => Result): Promise<Result> {
  const folder = join(state, 'locks', task);
  const end = performance.now() + waitMs;
  let lock = lockIn(state, folder, task);
  while (!isLock(lock) && performance.now() < end) {
    await new Promise((awake) => setTimeout(awake, lookAgainMs));
    lock = lockIn(state, folder, task);
  }
  try {
    return work();
  } finally {
    if (isLock(lock)) lock.release();
  }
}

function lockIn(state: string, folder: string, task: string): OwnerLock | LockHolder {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return tryLock(folder, task);
  } catch (thrown) {
    throw stateFailed(state, thrown);
  }
}
