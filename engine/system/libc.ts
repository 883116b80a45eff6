import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { FerryError, SystemCallError } from '../errors.ts';

/** A C function. Numbers above 2^53 do not occur: lengths are checked before they get here. */
export type NativeFunction = (...args: unknown[]) => number;

/** The loaded C library, with the error number of the last call of this thread. */
export interface Libc {
  /** `prototype` in C; variadic functions end in `...` and then take type and value in pairs. */
  declare(prototype: string): NativeFunction;
  /** For symbols such as `statfs$INODE64`, which the prototype parser rejects (darwin-abi.md §0.6). */
  declareSymbol(symbol: string, result: string, parameters: string[]): NativeFunction;
  /** Read at once after the call that failed: any other call may overwrite it. */
  errorNumber(): number;
}

/**
 * Loads the C library of this process, or the one at `path` (tests load a stand-in).
 * The only importer of koffi, and only when called: importing a module of the engine loads no native code.
 *
 * @throws FerryError NATIVE_UNAVAILABLE when koffi is missing or does not fit this machine
 */
export function loadLibc(path: string | null = null): Libc {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
    const library = koffi.load(path);
    return {
      declare: (prototype) => library.func(prototype) as NativeFunction,
      declareSymbol: (symbol, result, parameters) =>
        library.func(symbol, result, parameters) as NativeFunction,
      errorNumber: () => koffi.errno(),
    };
  } catch (cause) {
    throw new FerryError(
      'NATIVE_UNAVAILABLE',
      'The native part of VM Ferry (koffi) could not be loaded.',
      'Install VM Ferry again. To go on without it, set VM_FERRY_FILE_SYSTEM=portable: copies stay right, but every byte is read and extended attributes are not kept.',
      { cause },
    );
  }
}

/** A name for each error number, as the running system counts them. */
export type ErrnoNames = ReadonlyMap<number, string>;

/** The error of a native call that has just answered -1. */
export function nativeError(libc: Libc, names: ErrnoNames, call: string, path: string): SystemCallError {
  const number = libc.errorNumber();
  return new SystemCallError(names.get(number) ?? `errno ${number}`, call, path);
}
