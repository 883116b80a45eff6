/**
 * What went wrong, in a closed set. Decide on `code`, never on message text.
 *
 * Each code says what the caller may do next: its `advice`, and the exit code table in cli/exit-codes.ts.
 */
export type FerryErrorCode =
  // Refusals: nothing was written.
  | 'SOURCE_MISSING'
  | 'TARGET_MISSING'
  | 'TARGET_EXISTS'
  | 'TARGET_INSIDE_SOURCE'
  | 'NAME_NOT_ALLOWED'
  | 'NAME_NOT_UTF8'
  | 'NAMES_COLLIDE'
  | 'ENTRY_NOT_SUPPORTED'
  | 'NOT_A_BUNDLE'
  | 'VM_RUNNING'
  | 'SOURCE_DATALESS'
  | 'NO_IDENTITY'
  | 'TRANSFER_OWNED'
  | 'TRANSFER_UNKNOWN'
  | 'TRANSFER_ENDED'
  | 'TRANSFER_UNREADABLE'
  | 'WOULD_EXPAND'
  | 'FILE_TOO_LONG'
  | 'TOO_MANY_ENTRIES'
  // After or while writing; the staging folder has been swept.
  | 'NO_SPACE'
  | 'SOURCE_UNREADABLE'
  | 'SOURCE_CHANGED'
  | 'TARGET_FAILED'
  | 'SOURCE_NOT_REMOVED'
  | 'COPY_DIFFERS'
  | 'CANCELLED'
  // The machine or we ourselves are broken.
  | 'NATIVE_UNAVAILABLE'
  | 'STATE_FAILED'
  | 'SYSTEM_CALL_FAILED';

/** Facts that a caller may show or log beside the sentence. Paths are as the system sees them. */
export interface FerryErrorFacts {
  readonly path?: string;
  /** Symbolic error number, for example `ENOSPC`. */
  readonly errno?: string;
  readonly systemCall?: string;
  /** Bytes that would be needed, missing or added, depending on the code. */
  readonly bytes?: number;
  /** The program that uses the VM, where it is known. */
  readonly program?: string;
  /** True when the errno is one that a vanished volume gives (reference: field.md H6). */
  readonly volumeGone?: boolean;
  readonly cause?: unknown;
}

/** A failure the person can act on: one sentence of what happened, one of what to do next. */
export class FerryError extends Error {
  override readonly name = 'FerryError';
  readonly code: FerryErrorCode;
  readonly advice: string;
  readonly facts: FerryErrorFacts;

  constructor(code: FerryErrorCode, message: string, advice: string, facts: FerryErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.advice = advice;
    this.facts = facts;
  }
}

/** Anything thrown as a FerryError: what no part of the engine foresaw becomes SYSTEM_CALL_FAILED. */
export function asFerryError(thrown: unknown): FerryError {
  if (thrown instanceof FerryError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new FerryError(
    'SYSTEM_CALL_FAILED',
    `Something unexpected happened: ${message}`,
    'The source was not changed. Please report this with the text above.',
    { cause: thrown },
  );
}

/**
 * After these an unfinished copy is of no use to any resume, so it is removed at once: nobody wants it, it is of a source
 * that is no more, or it is wrong.
 */
export function isHopeless(error: FerryError): boolean {
  return error.code === 'CANCELLED' || error.code === 'SOURCE_CHANGED' || error.code === 'COPY_DIFFERS';
}

/** What every FileSystem throws: a native error number with the call and the path it belongs to. */
export class SystemCallError extends Error {
  override readonly name = 'SystemCallError';
  /** Symbolic error number, for example `ENOSPC`. */
  readonly code: string;
  readonly systemCall: string;
  readonly path: string;

  constructor(code: string, systemCall: string, path: string, cause?: unknown) {
    super(`${systemCall} ${path}: ${code}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.systemCall = systemCall;
    this.path = path;
  }
}

/** Errors that a volume gives when it has gone away (field.md H6); both systems' numbering. */
const goneErrors = new Set(['EIO', 'ENXIO', 'ENODEV', 'ENOTCONN', 'EBUSY', 'ESTALE']);

/** Whether an error number is one that a vanished volume gives: it may come back. */
export function isVolumeGone(errno: string): boolean {
  return goneErrors.has(errno);
}

/** The symbolic error number of anything thrown by a system call, or undefined. */
export function errnoOf(thrown: unknown): string | undefined {
  if (thrown instanceof SystemCallError) return thrown.code;
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return undefined;
}
