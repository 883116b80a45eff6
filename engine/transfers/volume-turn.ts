import { createHash } from 'node:crypto';
import { mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { isLock, type OwnerLock, tryLock } from './owner-lock.ts';

/** A holder that dies makes no change in the folder, so once in a while it is looked for. */
const lookAgainMs = 1000;

/**
 * Waits until no other transfer writes to the volume: two at once only make a drive seek.
 *
 * @param volume names the volume wherever it is mounted
 * @param waitsFor told for whom it waits, each time that changes
 * @param signal ends the wait
 * @returns the turn, to be released; undefined when the wait was ended
 */
export async function takeVolumeTurn(
  state: string,
  volume: string,
  id: string,
  waitsFor: (id: string) => void,
  signal: AbortSignal,
): Promise<OwnerLock | undefined> {
  const folder = join(state, 'volumes', createHash('sha256').update(volume).digest('hex').slice(0, 24));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let holder = '';
  while (!signal.aborted) {
    const answer = tryLock(folder, id);
    if (isLock(answer)) return answer;
    if (answer.purpose !== holder) {
      holder = answer.purpose;
      waitsFor(holder);
    }
    await changeIn(folder, signal);
  }
  return undefined;
}

/** Resolves when something changes in the folder, when the signal ends it, or after a while. */
function changeIn(folder: string, signal: AbortSignal): Promise<void> {
  return new Promise((changed) => {
    const watcher = watch(folder);
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      watcher.close();
      changed();
    };
    const timer = setTimeout(end, lookAgainMs);
    signal.addEventListener('abort', end);
    watcher.once('change', end);
    watcher.once('error', end);
  });
}
