import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeTempFolder } from './temp-folder.ts';

/** For the rest of the test, no other programs than these are found by their name. */
export function leaveOnPath(...names: readonly string[]): void {
  const path = process.env.PATH;
  const programs = makeTempFolder();
  for (const name of names)
    symlinkSync(
      execFileSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim(),
      join(programs, name),
    );
  process.env.PATH = programs;
  onTestFinished(() => {
    process.env.PATH = path;
  });
}
