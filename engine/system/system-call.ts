import { errnoOf, SystemCallError } from '../errors.ts';

/**
 * Runs one call of node:fs and gives its error the path it belongs to: calls on descriptors do not know theirs.
 *
 * @throws SystemCallError with the symbolic error number; anything that is no system error passes unchanged
 */
export function systemCall<T>(name: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw asSystemCallError(name, path, thrown);
  }
}

/** The same for hot paths that cannot afford a closure. */
export function asSystemCallError(name: string, path: string, thrown: unknown): unknown {
  const code = errnoOf(thrown);
  return code === undefined || code.startsWith('ERR_')
    ? thrown
    : new SystemCallError(code, name, path, thrown);
}
