import type { Finding, FindingName, FindingState } from '../contract/checkup-view.ts';

/** The doctor pane. */
export interface CheckupWords {
  readonly title: string;
  readonly back: string;
  readonly looking: string;
  readonly again: string;
  readonly copyReport: string;
  readonly copied: string;
  readonly allWell: string;
  needsYou(count: number): string;
  broken(count: number): string;
  /** In place of findings, where there is no app on a Mac. */
  readonly notHere: string;
  readonly failed: string;
  readonly names: Readonly<Record<FindingName, string>>;
  /** Of the sign in front of a finding, for those who do not see it. */
  readonly states: Readonly<Record<FindingState, string>>;
  readonly remedies: Readonly<Record<'settings' | 'setup', string>>;
  /** What was found, and what to do; empty when there is nothing. */
  text(finding: Finding): { readonly found: string; readonly advice: string };
}
