import { SystemCallError } from '../../engine/errors.ts';
import type { FileSystem, OpenFile } from '../../engine/system/file-system.ts';

/** One call about to be made: its number from 1 on, its verb, and the path it is about. */
export interface CallAhead {
  readonly number: number;
  readonly verb: string;
  readonly path: string;
}

/** What becomes of a call instead: an error number, a count of a third of what was wanted, or a count of zero. */
export type Fault = { readonly errno: string } | 'short' | 'zero';

/** Verbs that answer with a count, and so can be short; the length is their third word. */
const countingVerbs = new Set(['read', 'readHole', 'write']);

/** Memory and hints, which by the interface never fail. */
const neverFail = new Set([
  'makeBuffer',
  'settle',
  'readFromDevice',
  'expectOnePass',
  'forget',
  'excludeFromBackup',
]);

/** Whether a fault means anything for a verb: memory and hints never fail, only reads and writes can be short. */
export function canSuffer(verb: string, fault: Fault): boolean {
  if (neverFail.has(verb)) return false;
  return typeof fault === 'object' || countingVerbs.has(verb);
}

/**
 * Wraps a FileSystem so that every call, also of open files, passes by `before`, which may throw instead, or name a fault.
 * A `close` that fails has closed all the same, as on real systems (close(2)). It changes nothing else, so what it proves
 * holds for the file system it wraps.
 */
export function faultyFileSystem(
  fileSystem: FileSystem,
  // biome-ignore lint/suspicious/noConfusingVoidType: most only look, or throw
  before: (call: CallAhead) => Fault | undefined | void,
): FileSystem {
  let number = 0;
  const guarded = <T extends object>(object: T, pathOf: (words: readonly unknown[]) => string): T =>
    new Proxy(object, {
      get: (inner, name) => {
        const value = Reflect.get(inner, name);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        return (...words: unknown[]) => {
          const path = pathOf(words);
          const fault = before({ number: ++number, verb: name, path }) ?? undefined;
          if (fault === 'zero') return 0;
          if (fault === 'short') words[2] = Math.max(1, Math.floor((words[2] as number) / 3));
          if (typeof fault === 'object') {
            if (name === 'close') value.apply(inner, words);
            throw new SystemCallError(fault.errno, name, path);
          }
          const answer: unknown = value.apply(inner, words);
          return isFile(answer) ? guarded(answer, () => answer.path) : answer;
        };
      },
    });
  return guarded(fileSystem, (words) => String(words.find((word) => typeof word === 'string')));
}

function isFile(answer: unknown): answer is OpenFile {
  return typeof answer === 'object' && answer !== null && 'findHole' in answer;
}
