import { FerryError } from '../errors.ts';

/** What to throw when the state folder could not be written: in words where the system refused, else the surprise itself. */
export function stateFailed(state: string, thrown: unknown): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === undefined || thrown instanceof FerryError) return thrown;
  return new FerryError(
    'STATE_FAILED',
    `The transfer could not be written down in ${state} (${code}).`,
    'Free space there or check its permissions. VM_FERRY_STATE may name another folder.',
    { path: state, errno: code, cause: thrown },
  );
}
