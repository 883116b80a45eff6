import { asFerryError } from '#engine';
import { exitCodeOf } from './exit-codes.ts';
import type { Reporter } from './reporter.ts';

/** Says what was thrown, and answers the exit code for it. */
export function reportFailure(reporter: Reporter, thrown: unknown): number {
  const error = asFerryError(thrown);
  const exitCode = exitCodeOf(error.code);
  reporter.error(error, exitCode);
  return exitCode;
}
