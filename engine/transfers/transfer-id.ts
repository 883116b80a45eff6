import { randomBytes } from 'node:crypto';

/** Eight characters of base 36 hold the milliseconds until the year 2059. */
const timeCharacters = 8;

/** A new id: sorts by time, is a legal file name everywhere, and two made in one millisecond differ. */
export function newTransferId(nowMs: number = Date.now()): string {
  return `${nowMs.toString(36).padStart(timeCharacters, '0')}-${randomBytes(4).toString('hex')}`;
}

/** Whether a name can be an id of ours: anything else in the folder is not touched. */
export function isTransferId(name: string): boolean {
  return /^[0-9a-z]{8}-[0-9a-f]{8}$/.test(name);
}
