import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Notes what happened, for support. A full state volume must not stop a transfer, so failing to note is no failure. */
export function logEvent(folder: string, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  try {
    const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, event, ...facts });
    appendFileSync(join(folder, 'log.ndjson'), `${line}\n`, { mode: 0o600 });
  } catch {
    // Nothing to do about it, and nothing depends on it.
  }
}
