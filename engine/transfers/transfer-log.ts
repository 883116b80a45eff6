import { appendFileSync, closeSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { appendFlags } from './read-own-text.ts';
import { makeStateFolder } from './state-folder.ts';

const logFileName = 'log.ndjson';
/** Thousands of lines; what is older than that helps nobody. */
const stateLogBytesMax = 1_048_576;

/** Notes what happened, for support. A full state volume must not stop a transfer, so failing to note is no failure. */
export function logEvent(folder: string, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  try {
    const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, event, ...facts });
    const fd = openSync(join(folder, logFileName), appendFlags, 0o600);
    try {
      appendFileSync(fd, `${line}\n`);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Nothing to do about it, and nothing depends on it.
  }
}

/**
 * Notes what belongs to no transfer, or to none yet, in the state folder itself. Of a log that has become long one older part is
 * kept.
 */
export function logStateEvent(
  state: string,
  event: string,
  facts: Readonly<Record<string, unknown>> = {},
): void {
  try {
    makeStateFolder(state);
    const path = join(state, logFileName);
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > stateLogBytesMax)
      renameSync(path, join(state, 'log.old.ndjson'));
  } catch {
    // As above.
  }
  logEvent(state, event, facts);
}
