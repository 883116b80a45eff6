import { join } from 'node:path';
import { appIdentity } from './app-identity.ts';
import type { MacPrograms } from './mac-programs.ts';
import { runProgram } from './run-program.ts';

/** Whether the menu-bar app runs from this bundle. False when that cannot be found out. */
export async function isRunningFrom(appPath: string, { ps }: Pick<MacPrograms, 'ps'>): Promise<boolean> {
  const { stdout } = await runProgram(ps, ['-axo', 'command=']);
  const program = join(appPath, 'Contents/MacOS', appIdentity.name);
  return stdout.split('\n').some((line) => line === program || line.startsWith(`${program} `));
}
