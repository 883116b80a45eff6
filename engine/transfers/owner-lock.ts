import { linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isRunning, ownMark, processMarkSchema } from './process-mark.ts';
import { readOwnText } from './read-own-text.ts';
import { replaceFile, temporaryName } from './replace-file.ts';

const holderSchema = z.strictObject({
  process: processMarkSchema,
  /** What it is held for, for example a transfer's id. */
  purpose: z.string().max(1024),
  isReleased: z.boolean(),
});
/** Far more than any lock says. */
const holderBytesMax = 100_000;

export type LockHolder = z.infer<typeof holderSchema>;

/** A lock that is held. */
export interface OwnerLock {
  release(): void;
}

/**
 * A lock in a folder, held by a process and free the moment that process has ended, however it ended.
 *
 * The holder is the highest `lock.N` there is. Whoever finds its process gone may create `lock.N+1`, which the file system
 * grants to one only; the highest file is never deleted, so no late comer can take a number twice.
 * (proper-lockfile frees a killed owner's lock after 2 to 10 seconds, and takes it from one that merely slept.)
 *
 * @returns the lock, or who holds it
 */
export function tryLock(folder: string, purpose: string): OwnerLock | LockHolder {
  const numbers = lockNumbers(folder);
  const highest = numbers[0] ?? 0;
  const holder = highest === 0 ? undefined : readHolder(folder, highest);
  if (holder !== undefined && isHeld(holder)) return holder;
  const mine: LockHolder = { process: ownMark(), purpose, isReleased: false };
  if (!createLock(folder, highest + 1, mine)) return readLockHolder(folder) ?? mine;
  // Somebody faster may have taken and cleared this number already while we looked: only the highest counts.
  if (lockNumbers(folder)[0] !== highest + 1) {
    rmSync(lockPath(folder, highest + 1), { force: true });
    return readLockHolder(folder) ?? mine;
  }
  for (const old of numbers) rmSync(lockPath(folder, old), { force: true });
  return {
    release: () => replaceFile(lockPath(folder, highest + 1), JSON.stringify({ ...mine, isReleased: true })),
  };
}

/** Whether `tryLock` gave the lock. */
export function isLock(answer: OwnerLock | LockHolder): answer is OwnerLock {
  return 'release' in answer;
}

/** Who holds the lock of a folder now, if anybody does. */
export function readLockHolder(folder: string): LockHolder | undefined {
  const holder = readLastHolder(folder);
  return holder !== undefined && isHeld(holder) ? holder : undefined;
}

/** Who took the lock of a folder last, whether it holds it still or not. */
export function readLastHolder(folder: string): LockHolder | undefined {
  const highest = lockNumbers(folder)[0];
  return highest === undefined ? undefined : readHolder(folder, highest);
}

function isHeld(holder: LockHolder): boolean {
  return !holder.isReleased && isRunning(holder.process);
}

/** Highest first. */
function lockNumbers(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => /^lock\.(\d{1,12})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** Undefined for a file that is gone or damaged: nobody alive writes such a one, so it holds nothing. */
function readHolder(folder: string, number: number): LockHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readOwnText(lockPath(folder, number), holderBytesMax)));
  } catch {
    return undefined;
  }
}

/** link(2) gives a complete file its name, or refuses: no reader ever sees an empty lock. */
function createLock(folder: string, number: number, holder: LockHolder): boolean {
  const temporary = temporaryName(join(folder, '.lock'));
  rmSync(temporary, { force: true });
  writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(temporary, lockPath(folder, number));
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function lockPath(folder: string, number: number): string {
  return join(folder, `lock.${number}`);
}
