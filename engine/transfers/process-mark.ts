import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { currentPlatform } from '../system/platform.ts';
import { isAlive } from './is-alive.ts';

/**
 * Names one running process for good: its number alone is given to others after its death, but not with the same time
 * of start after the same start of the machine.
 */
export const processMarkSchema = z.strictObject({
  pid: z.number().int().min(1),
  host: z.string().max(1024),
  /** When the process began, in the system's own words; empty where it cannot be known. */
  began: z.string().max(1024),
});
export type ProcessMark = z.infer<typeof processMarkSchema>;

/** The mark of this process. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, host: hostname(), began: beganAt(process.pid) };
}

/** Whether the marked process still runs. A process on another machine counts as running: it cannot be asked. */
export function isRunning(mark: ProcessMark): boolean {
  if (mark.host !== hostname()) return true;
  if (mark.pid === process.pid) return mark.began === beganAt(mark.pid);
  return isAlive(mark.pid) && beganAt(mark.pid) === mark.began;
}

/** Time of start of a process, comparable only with itself; empty when there is no such process. */
function beganAt(pid: number): string {
  try {
    if (currentPlatform() === 'linux') return linuxBeganAt(pid);
    if (currentPlatform() === 'macos') return macosBeganAt(pid);
  } catch {
    // No such process, or none that may be looked at.
  }
  return '';
}

/** Where each look starts a process, what was seen holds this long: numbers are not given out again that fast. */
const seenForMs = 10_000;
const seen = new Map<number, { readonly began: string; readonly atMs: number }>();

/** A reader looks four times a second for as long as a transfer runs; `ps` each time would cost more than the copy's own bookkeeping. */
function macosBeganAt(pid: number): string {
  const known = seen.get(pid);
  const nowMs = performance.now();
  if (known !== undefined && nowMs - known.atMs < seenForMs) return known.began;
  for (const [old, { atMs }] of seen) if (nowMs - atMs >= seenForMs) seen.delete(old);
  const began = execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { LC_ALL: 'C' },
  }).trim();
  seen.set(pid, { began, atMs: nowMs });
  return began;
}

/** proc(5): field 22 of stat, in clock ticks since the boot that boot_id names. The name in field 2 may hold anything. */
function linuxBeganAt(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie (field 3) has ended; only its parent has not looked yet.
  if (fields[0] === 'Z' || fields[0] === 'X') return '';
  return `${fields[19]} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
}
