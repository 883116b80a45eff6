import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';
import { answersOf, type Check } from './check.ts';
import type { DoctorWorld } from './doctor-world.ts';

/** Node of a loaded machine with a cold cache takes seconds. */
const timeoutMs = 60_000;

/** Does the bundled Node run the engine? Asked the way the Quick Actions ask: through the launcher. */
export async function checkEngine({ engineFolder, appPath }: DoctorWorld): Promise<Check> {
  const answer = answersOf('engine');
  if (appPath === undefined) return answer.ok(`Node ${process.versions.node}, not the one of an app`);
  const node = await runProgram(join(engineFolder, 'node'), ['--version'], { timeoutMs });
  if (node.exitCode !== 0)
    return answer.broken(`The bundled Node does not run: ${node.problem}.`, 'Install VM Ferry again.');
  const ferry = await runProgram(join(engineFolder, 'ferry'), ['--version'], { timeoutMs });
  if (ferry.exitCode !== 0)
    return answer.broken(`The engine does not run: ${ferry.problem}.`, 'Install VM Ferry again.');
  return answer.ok(`Version ${ferry.stdout.trim()} on the bundled Node ${node.stdout.trim()}`);
}

/** Does the native part load? Without it every byte is read and attributes are not kept. */
export async function checkNativeCode({ engineFolder, appPath }: DoctorWorld): Promise<Check> {
  const answer = answersOf('native-code');
  const bundled = join(engineFolder, 'node');
  const node = appPath !== undefined && existsSync(bundled) ? bundled : process.execPath;
  // In the app exactly the one beside the engine; another that lies around would hide that it is missing.
  const script =
    appPath === undefined
      ? "process.stdout.write(require(require.resolve('koffi', { paths: [process.argv[1]] })).version)"
      : 'process.stdout.write(require(process.argv[1]).version)';
  const place = appPath === undefined ? engineFolder : join(engineFolder, 'node_modules/koffi');
  const loaded = await runProgram(node, ['-e', script, place], { timeoutMs });
  return loaded.exitCode === 0
    ? answer.ok(`koffi ${loaded.stdout}`)
    : answer.broken(`The native part (koffi) does not load: ${loaded.problem}.`, 'Install VM Ferry again.');
}
