import type { OwnFailureCode } from '../contract/main-words.ts';
import type { FailureView } from '../contract/popover-view.ts';
import { visibleText } from './visible-name.ts';

/** The engine's codes that a person can meet here (engine/errors.ts; a test compares), and the app's own. */
export type FailureCode =
  | OwnFailureCode
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
  | 'NO_SPACE'
  | 'SOURCE_UNREADABLE'
  | 'SOURCE_CHANGED'
  | 'TARGET_FAILED'
  | 'SOURCE_NOT_REMOVED'
  | 'COPY_DIFFERS'
  | 'CANCELLED'
  | 'NATIVE_UNAVAILABLE'
  | 'STATE_FAILED'
  | 'SYSTEM_CALL_FAILED';

export interface FailureText {
  /** What happened, in a few words. */
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
}

/**
 * Failures in the words of the menu bar: the engine's own sentences speak of options of its command line, and only English.
 * They are in the copied details.
 */
export interface FailureWords {
  readonly byCode: Readonly<Record<FailureCode, FailureText>>;
  /** For a code that this version does not know; the engine's sentences follow. */
  readonly unknownTitle: string;
  missing(size: string): string;
  readonly canResume: string;
  /** Sentences that follow each other. */
  together(sentences: readonly string[]): string;
}

/** A code that is not in the table speaks for itself: the engine's sentences are better than none. */
export function failureText(
  words: FailureWords,
  failure: Pick<FailureView, 'code' | 'message' | 'advice'>,
): FailureText {
  if (Object.hasOwn(words.byCode, failure.code)) return words.byCode[failure.code as FailureCode];
  return {
    title: words.unknownTitle,
    advice: visibleText(words.together([failure.message, failure.advice])),
  };
}
