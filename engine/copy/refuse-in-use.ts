import { type Use, useInWords } from '../bundle/read-use.ts';
import { FerryError } from '../errors.ts';

/**
 * A guest that writes while it is copied makes the copy worthless; one that goes on writing to what was moved away loses it.
 * So a copy is refused when somebody may write, and a move when anybody holds anything open.
 *
 * @throws FerryError VM_RUNNING with the process where it is known
 */
export function refuseInUse(use: Use, verb: 'copy' | 'move', evenIfRunning = false): void {
  const isRefused = use.kind === 'in use' || (use.kind === 'read' && verb === 'move');
  if (!isRefused || (evenIfRunning && verb === 'copy')) return;
  const done = verb === 'move' ? 'moved' : 'copied';
  const anyway =
    verb === 'copy' ? ' (--even-if-running copies all the same, and says what the copy is worth.)' : '';
  throw new FerryError(
    'VM_RUNNING',
    useInWords(use),
    `Shut the VM down, close the program that uses it, and try again. Nothing was ${done}.${anyway}`,
    {
      path: use.kind === 'in use' ? use.path : use.holder.path,
      ...(use.holder === undefined ? {} : { program: use.holder.name }),
    },
  );
}
