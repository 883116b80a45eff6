import type { FerryErrorCode } from '#engine';

/** What the process answers. Published: the table only grows, and an unknown code must be treated as a failure. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  refused: 3,
  noSpace: 4,
  sourceFailed: 5,
  targetFailed: 6,
  differs: 7,
  metadataNotKept: 8,
  broken: 9,
  cancelled: 130,
} as const;

const byErrorCode: Readonly<Record<FerryErrorCode, number>> = {
  SOURCE_MISSING: exitCodes.sourceFailed,
  SOURCE_UNREADABLE: exitCodes.sourceFailed,
  SOURCE_CHANGED: exitCodes.sourceFailed,
  SOURCE_NOT_REMOVED: exitCodes.sourceFailed,
  TARGET_MISSING: exitCodes.refused,
  TARGET_EXISTS: exitCodes.refused,
  TARGET_INSIDE_SOURCE: exitCodes.refused,
  NAME_NOT_ALLOWED: exitCodes.usage,
  NAME_NOT_UTF8: exitCodes.refused,
  NAMES_COLLIDE: exitCodes.refused,
  ENTRY_NOT_SUPPORTED: exitCodes.refused,
  NOT_A_BUNDLE: exitCodes.refused,
  VM_RUNNING: exitCodes.refused,
  SOURCE_DATALESS: exitCodes.refused,
  NO_IDENTITY: exitCodes.refused,
  TRANSFER_OWNED: exitCodes.refused,
  TRANSFER_UNKNOWN: exitCodes.refused,
  TRANSFER_ENDED: exitCodes.refused,
  TRANSFER_UNREADABLE: exitCodes.refused,
  WOULD_EXPAND: exitCodes.refused,
  FILE_TOO_LONG: exitCodes.refused,
  TOO_MANY_ENTRIES: exitCodes.refused,
  NO_SPACE: exitCodes.noSpace,
  TARGET_FAILED: exitCodes.targetFailed,
  COPY_DIFFERS: exitCodes.differs,
  CANCELLED: exitCodes.cancelled,
  NATIVE_UNAVAILABLE: exitCodes.unexpected,
  STATE_FAILED: exitCodes.unexpected,
  SYSTEM_CALL_FAILED: exitCodes.unexpected,
};

export function exitCodeOf(code: FerryErrorCode): number {
  return byErrorCode[code];
}
