import type { FileSystem, OpenFile } from '../../engine/system/file-system.ts';

/** One call about to be made: its number from 1 on, its verb, and the path it is about. */
export interface CallAhead {
  readonly number: number;
  readonly verb: string;
  readonly path: string;
}

/**
 * Wraps a FileSystem so that every call, also of open files, passes by `before`, which may throw instead. It changes nothing
 * else, so what it proves holds for the file system it wraps.
 */
export function faultyFileSystem(fileSystem: FileSystem, before: (call: CallAhead) => void): FileSystem {
  let number = 0;
  const guarded = <T extends object>(object: T, pathOf: (words: readonly unknown[]) => string): T =>
    new Proxy(object, {
      get: (inner, name) => {
        const value = Reflect.get(inner, name);
        if (typeof value !== 'function' || typeof name !== 'string') return value;
        return (...words: unknown[]) => {
          before({ number: ++number, verb: name, path: pathOf(words) });
          const answer: unknown = value.apply(inner, words);
          return isFile(answer) ? guarded(answer, () => answer.path) : answer;
        };
      },
    });
  return guarded(fileSystem, (words) => String(words[0]));
}

function isFile(answer: unknown): answer is OpenFile {
  return typeof answer === 'object' && answer !== null && 'findHole' in answer;
}
