/** What is looked at, in the order in which it is shown. Published: names stay, new ones are added. */
export const checkNames = [
  'macos-version',
  'app',
  'signature',
  'installation',
  'engine',
  'native-code',
  'quick-actions',
  'quick-actions-registered',
  'quick-actions-switched-on',
  'notifications',
  'consent',
  'volumes',
  'transfers',
] as const;
export type CheckName = (typeof checkNames)[number];

/**
 * `ok` · `attention`: works, and the person should know or do something · `broken`: does not work; makes `ferry doctor` answer
 * with an error · `unknown`: cannot be seen from here · `not-here`: has no meaning on this system.
 */
export type CheckState = 'ok' | 'attention' | 'broken' | 'unknown' | 'not-here';

export interface Check {
  readonly name: CheckName;
  readonly state: CheckState;
  /** What was found, in plain words. */
  readonly found: string;
  /** What to do about it; empty when there is nothing. */
  readonly advice: string;
}

/** A check bound to its name, for the many answers of one. */
export function answersOf(name: CheckName) {
  const answer =
    (state: CheckState) =>
    (found: string, advice = '') =>
      ({ name, state, found, advice }) satisfies Check;
  return {
    ok: answer('ok'),
    attention: answer('attention'),
    broken: answer('broken'),
    unknown: answer('unknown'),
    notHere: answer('not-here'),
  };
}
