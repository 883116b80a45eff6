import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { traceSchema } from './trace.ts';

/** Version of the record's form. */
const recordVersion = 1;

const recordSchema = z.strictObject({
  recordVersion: z.literal(recordVersion),
  /** `installing` and `removing` by nobody alive: it was killed in its middle, and the traces say what to take back. */
  status: z.enum(['installing', 'complete', 'removing']),
  /** Process that installs or removes. */
  pid: z.number().int(),
  /** Version of VM Ferry, and mark of the build, that was installed last. */
  version: z.string(),
  build: z.string(),
  at: z.iso.datetime(),
  traces: z.array(traceSchema),
  /** Asked for in a terminal, which cannot do it: the app does it at its next start. */
  wantsLoginItem: z.boolean(),
  /** While installing: the record that was there before, letter by letter; null when there was none. */
  before: z.string().nullable(),
});
export type InstallationRecord = z.infer<typeof recordSchema>;

export type ReadRecord =
  | { readonly kind: 'record'; readonly record: InstallationRecord; readonly text: string }
  | { readonly kind: 'none' }
  /** Written by a newer VM Ferry, or damaged: not touched. */
  | { readonly kind: 'unreadable'; readonly problem: string };

export const recordFileName = 'installation.json';

/** What was installed, from the state folder. */
export function readRecord(state: string): ReadRecord {
  const path = join(state, recordFileName);
  if (!existsSync(path)) return { kind: 'none' };
  const text = readFileSync(path, 'utf8');
  try {
    return { kind: 'record', record: recordSchema.parse(JSON.parse(text)), text };
  } catch {
    return { kind: 'unreadable', problem: `${path} is damaged, or was written by a newer VM Ferry` };
  }
}

/** Replaces the record whole. Nothing is written as long as the state folder is not there. */
export function writeRecord(state: string, record: InstallationRecord | string): void {
  if (!existsSync(state)) return;
  const path = join(state, recordFileName);
  const text = typeof record === 'string' ? record : `${JSON.stringify(record, null, 2)}\n`;
  writeFileSync(`${path}.tmp`, text, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

export function removeRecord(state: string): void {
  if (existsSync(state)) rmSync(join(state, recordFileName), { force: true });
}

export function newRecord(version: string, build: string): InstallationRecord {
  return {
    recordVersion,
    status: 'installing',
    pid: process.pid,
    version,
    build,
    at: new Date().toISOString(),
    traces: [],
    wantsLoginItem: false,
    before: null,
  };
}
