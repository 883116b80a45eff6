import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is read of a transfer, here, where the engine may not be imported: the state folder's form is published and versioned
 * (engine/README.md).
 */
export interface TransferFacts {
  readonly id: string;
  readonly schemaVersion: number;
  readonly source: string;
  /** A process works on it at this moment. */
  readonly isRunning: boolean;
  /** It has not ended, or can be resumed: something of it may lie hidden on a drive. */
  readonly isUnfinished: boolean;
}

/** Every transfer that is written down. A damaged record says nothing of its version, and nobody works on it. */
export function readTransferFacts(state: string): TransferFacts[] {
  const transfers = join(state, 'transfers');
  return namesIn(transfers).flatMap((id) => {
    const folder = join(transfers, id);
    const record = readJson(join(folder, 'record.json'));
    if (typeof record?.schemaVersion !== 'number') return [];
    const hasEnded = ['done', 'cancelled', 'failed'].includes(String(record.state));
    return {
      id,
      schemaVersion: record.schemaVersion,
      source: String(asObject(record.request)?.source ?? ''),
      isRunning: !hasEnded && isOwned(folder),
      isUnfinished: !hasEnded || asObject(record.error)?.canResume === true,
    };
  });
}

/** The highest `lock.N` counts, and only while its process runs. */
function isOwned(folder: string): boolean {
  const numbers = namesIn(folder).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []);
  const highest = Math.max(0, ...numbers.map(Number));
  const lock = readJson(join(folder, `lock.${highest}`));
  const pid = asObject(lock?.process)?.pid;
  return lock?.isReleased === false && typeof pid === 'number' && isAlive(pid);
}

/** Whether there is such a process; another's counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
