import type { MacPrograms } from './mac-programs.ts';
import { runProgram } from './run-program.ts';
import type { Note } from './steps/install-step.ts';

/**
 * Tells macOS to look at the services again, so that Quick Actions appear, or go, without logging out. Finder is never
 * stopped for it, and the switch that is the person's is never touched. A failure stops nothing: macOS looks by itself, later.
 */
export async function refreshServicesMenu({ pbs }: Pick<MacPrograms, 'pbs'>): Promise<Note[]> {
  const { problem } = await runProgram(pbs, ['-update']);
  if (problem === '') return [];
  return [
    {
      code: 'SERVICES_NOT_REFRESHED',
      message: `macOS has not looked at the Quick Actions yet (${problem}). It will after you log in again.`,
    },
  ];
}
