import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { transferFolder } from '#engine/transfers';

/** Bytes written so far to a file of a copy that is being made in this folder; -1 when there is no such file yet. */
export function stagedBytes(targetFolder: string, relativePath: string): number {
  try {
    const staging = readdirSync(targetFolder).find((name) => name.includes('.ferry-'));
    return staging === undefined ? -1 : statSync(join(targetFolder, staging, relativePath)).blocks * 512;
  } catch {
    return -1;
  }
}

/** Whether the journal says that part of a file is durable: from then on a resume has something to spare. */
export function hasFlushed(state: string, id: string): boolean {
  try {
    return readFileSync(join(transferFolder(state, id), 'journal.ndjson'), 'utf8').includes('"flushed"');
  } catch {
    return false;
  }
}

/** Looks every millisecond; tests that need a moment in the middle of a copy wait for it here. */
export async function until(isTime: () => boolean, secondsMax = 60): Promise<void> {
  const end = Date.now() + secondsMax * 1000;
  while (!isTime()) {
    if (Date.now() > end) throw new Error('the moment that the test waits for never came');
    await new Promise((done) => setTimeout(done, 1));
  }
}
