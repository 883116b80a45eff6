/** What the doctor pane shows. */
export type CheckupView =
  | { readonly kind: 'examined'; readonly findings: readonly Finding[] }
  /** No app on a Mac: there is nothing to look at. */
  | { readonly kind: 'not-here' };

/** `attention`: works, and the person should know or do something. `unknown`: cannot be seen from here. */
export type FindingState = 'ok' | 'attention' | 'broken' | 'unknown';

/** What is looked at, as the installer calls it. */
export type FindingName =
  | 'macos-version'
  | 'app'
  | 'signature'
  | 'installation'
  | 'engine'
  | 'native-code'
  | 'quick-actions'
  | 'quick-actions-registered'
  | 'quick-actions-switched-on'
  | 'notifications'
  | 'consent'
  | 'volumes'
  | 'transfers';

export interface Finding {
  readonly name: FindingName;
  readonly state: FindingState;
  /** What was found and what to do, in the installer's words. */
  readonly found: string;
  readonly advice: string;
  /** Where it is put right: a pane of System Settings, our own setup window, or nowhere that we can open. */
  readonly remedy: 'settings' | 'setup' | null;
}
