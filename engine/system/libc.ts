import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { FerryError, SystemCallError } from '../errors.ts';

/** A C function. Numbers above 2^53 do not occur: lengths are checked before they get here. */
export type NativeFunction = (...args: unknown[]) => number;

/** Of Macs with Apple silicon; a multiple of that of other machines. */
const pageBytes = 16_384;

/** The loaded C library, with the error number of the last call of this thread. */
export interface Libc {
  /** `prototype` in C; variadic functions end in `...` and then take type and value in pairs. */
  declare(prototype: string): NativeFunction;
  /** For symbols such as `statfs$INODE64`, which the prototype parser rejects (darwin-abi.md §0.6). */
  declareSymbol(symbol: string, result: string, parameters: string[]): NativeFunction;
  /** Read at once after the call that failed: any other call may overwrite it. */
  errorNumber(): number;
  /** Memory that begins at a page: V8's own begins 16 bytes beyond one, which costs up to half of the speed of a copy. Shared. */
  alignedBuffer(bytes: number): Buffer;
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
      alignedBuffer: (bytes) => {
        const room = Buffer.from(new SharedArrayBuffer(bytes + pageBytes));
        const beyond = Number(BigInt(koffi.address(room)) % BigInt(pageBytes));
        const start = (pageBytes - beyond) % pageBytes;
        return room.subarray(start, start + bytes);
      },
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
