import { appendFileSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { appendFlags } from './read-own-text.ts';

/** Notes what happened, for support. A full state volume must not stop a transfer, so failing to note is no failure. */
export function logEvent(folder: string, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  try {
    const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, event, ...facts });
    const fd = openSync(join(folder, 'log.ndjson'), appendFlags, 0o600);
    try {
      appendFileSync(fd, `${line}\n`);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Nothing to do about it, and nothing depends on it.
  }
}
