export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Said outside of the popover. Names are made harmless here; sizes are bytes, times milliseconds. */
export interface AppWords {
  /** Beside the name of the app; the icon's tooltip. */
  tooltip(activeCount: number, percent: number | null, attentionCount: number): string;
  readonly menu: {
    readonly open: string;
    readonly pauseAll: string;
    readonly continueAll: string;
    readonly settings: string;
    readonly startAtLogin: string;
    readonly quit: string;
  };
  /** The system's folder panel. */
  readonly panel: {
    /** @param sizeBytes null while it is not known */
    message(verb: 'copy' | 'move', names: readonly string[], sizeBytes: number | null): string;
    /** On the button that chooses. */
    button(verb: 'copy' | 'move'): string;
  };
  readonly notifications: {
    done(end: {
      readonly verb: 'copy' | 'move';
      readonly name: string;
      readonly targetPlace: string | null;
      readonly sizeBytes: number;
      readonly durationMs: number;
      readonly isVerified: boolean;
    }): NotificationText;
    /** @param why the title of the failure, from `failures` */
    failed(end: {
      readonly verb: 'copy' | 'move';
      readonly name: string;
      readonly why: string;
    }): NotificationText;
    needsYou(question: { readonly name: string; readonly title: string }): NotificationText;
    /** Several ended within a second. */
    several(doneCount: number, failedCount: number, names: readonly string[]): NotificationText;
    readonly showInFinder: string;
  };
  readonly quit: {
    readonly title: string;
    text(activeCount: number): string;
    readonly quit: string;
    readonly pauseAndQuit: string;
    readonly cancel: string;
  };
  /** Something was dropped that is no virtual machine. */
  notABundle(name: string): NotificationText;
}
