import { type SettingsPane, settingsPanes } from '../settings-panes.ts';

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
  /** Pane of System Settings in which it is done, for `openSettings`; null when it is done elsewhere. */
  readonly pane: SettingsPane | null;
  /** Its address, for those who open it themselves; empty when there is none. */
  readonly paneAddress: string;
}

/** A check bound to its name, for the many answers of one. */
export function answersOf(name: CheckName) {
  const answer =
    (state: CheckState) =>
    (found: string, advice = '', pane: SettingsPane | null = null): Check => ({
      name,
      state,
      found,
      advice,
      pane,
      paneAddress: pane === null ? '' : settingsPanes[pane],
    });
  return {
    ok: answer('ok'),
    attention: answer('attention'),
    broken: answer('broken'),
    unknown: answer('unknown'),
    notHere: answer('not-here'),
  };
}
