export interface SettingsWords {
  readonly title: string;
  readonly back: string;
  readonly copying: string;
  readonly verifyCopies: string;
  readonly verifyCopiesHint: string;
  readonly afterMove: string;
  readonly afterMoveHint: string;
  readonly afterMoveChoices: Readonly<Record<'trash' | 'delete', string>>;
  readonly menuBar: string;
  readonly notifications: string;
  readonly showPercent: string;
  readonly startAtLogin: string;
  readonly needsApproval: string;
  readonly openLoginItems: string;
  readonly language: string;
  readonly systemLanguage: string;
  /** The row that opens the doctor pane. */
  readonly check: string;
  readonly checkHint: string;
  version(version: string): string;
  readonly quit: string;
  readonly quitHint: string;
}
