/**
 * All that the popover shows, as plain data: numbers and codes, no words. The popover finds the words in its language, so
 * the main process and the page cannot disagree about them.
 */
export interface PopoverView {
  readonly language: Language;
  /** Transfers in the order in which they are shown: questions, active, waiting, standing still, ended (newest first). */
  readonly transfers: readonly TransferRow[];
  /** Ended transfers that are not in `transfers`, because there are too many to show. */
  readonly hiddenCount: number;
  readonly summary: TransferSummary;
  readonly settings: SettingsView;
  /** Things about the app itself that the person should know, most important first. */
  readonly notices: readonly Notice[];
  /** The row to scroll to and to focus, set when a notification was clicked; else null. */
  readonly focusId: string | null;
}

export type Language = 'en' | 'zh-Hans';

/** All active transfers together. */
export interface TransferSummary {
  readonly activeCount: number;
  readonly waitingCount: number;
  readonly pausedCount: number;
  readonly failedCount: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** 0 while nothing is known. */
  readonly bytesPerSecond: number;
  /** Null while nothing is known (the first seconds). */
  readonly secondsLeft: number | null;
}

/** States of a record (door 2) as a row shows them. `interrupted`: says active, but nobody works on it. */
export type RowState =
  | 'needs-target'
  | 'queued'
  | 'preparing'
  | 'copying'
  | 'flushing'
  | 'verifying'
  | 'committing'
  | 'removing-source'
  | 'done'
  | 'paused'
  | 'failed'
  | 'cancelled'
  | 'interrupted'
  /** Written by a newer VM Ferry: shown, not touched. */
  | 'newer'
  | 'damaged';

export interface TransferRow {
  readonly id: string;
  readonly verb: 'copy' | 'move';
  readonly state: RowState;
  /** Name of the VM as its user knows it; hostile text, to be shown as text only. */
  readonly name: string;
  /** A picture as a data: URL; null: draw a generic one. */
  readonly icon: string | null;
  /** Absolute path of the bundle. */
  readonly source: string;
  /** Absolute path of the chosen folder; null until it is chosen. */
  readonly targetFolder: string | null;
  /** Absolute path of the copy under its final name; null until it is known. */
  readonly target: string | null;
  /** What a person calls the two places: a volume's name, or the last folder of the path. */
  readonly sourcePlace: string;
  readonly targetPlace: string | null;
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
  /** Length of the VM's files, and what they take at the source. */
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  /** Holes that were not written: what the copy saved. */
  readonly savedBytes: number;
  readonly method: 'clone' | 'sparse' | 'plain' | 'rename' | null;
  readonly isVerified: boolean;
  readonly durationMs: number;
  /** Milliseconds since 1970; null while it has not ended. */
  readonly endedAtMs: number | null;
  /** For whom or what it waits; null: for nothing. */
  readonly waitsFor: Waiting | null;
  /** Where the VM's disk images hold data, one digit a cell: 0 all hole … 9 all data; empty while unknown. */
  readonly strip: string;
  /** How much of the strip is done, 0 to 1, in the order of its cells. */
  readonly stripDone: number;
  readonly failure: FailureView | null;
  /** Sentences of the engine, in its language. */
  readonly warnings: readonly string[];
  /** How many attributes could not be kept. */
  readonly metadataLosses: number;
  /** A question that stands between this transfer and its start; null: none. */
  readonly question: QuestionView | null;
  /** What can be done with it now, in the order of the buttons. */
  readonly actions: readonly RowAction[];
}

export type Waiting =
  /** Another transfer writes to the same volume. */
  | { readonly kind: 'turn'; readonly name: string }
  /** The drive is not there. */
  | { readonly kind: 'volume'; readonly name: string };

export interface FailureView {
  /** A FerryErrorCode of the engine, or one of the app's own. */
  readonly code: string;
  /** What happened, and what to do, in the engine's words. */
  readonly message: string;
  readonly advice: string;
  readonly path: string | null;
  readonly missingBytes: number | null;
  readonly canResume: boolean;
}

/** What preflight says before the start, with the answers that are possible. */
export type QuestionView =
  /** No target yet. */
  | { readonly kind: 'target'; readonly count: number }
  /** Dropped on the icon or the popover: which of the two? */
  | { readonly kind: 'verb' }
  | { readonly kind: 'no-space'; readonly missingBytes: number }
  /** The target cannot hold holes; the copy would take `extraBytes` more than the source. */
  | { readonly kind: 'expansion'; readonly extraBytes: number }
  /** Somebody writes to it. `canGoOn` is false for a move. */
  | { readonly kind: 'running'; readonly program: string | null; readonly canGoOn: boolean }
  | { readonly kind: 'suspended' }
  /** Everything else that preflight refuses; only another target or giving up helps. */
  | { readonly kind: 'refused'; readonly failure: FailureView };

/** Answers to a question. */
export type Answer =
  | 'choose-target'
  | 'copy'
  | 'move'
  | 'go-on'
  /** Ask preflight again (the guest was stopped, space was freed). */
  | 'try-again'
  | 'give-up';

export type RowAction =
  | 'pause'
  | 'continue'
  | 'cancel'
  | 'resume'
  | 'retry'
  | 'show-source'
  | 'show-target'
  | 'open-target'
  | 'copy-details'
  | 'clear';

export interface SettingsView {
  readonly verifyCopies: boolean;
  /** What happens to the original after a verified move. */
  readonly afterMove: 'trash' | 'delete';
  readonly notifications: boolean;
  readonly showPercent: boolean;
  readonly startAtLogin: boolean;
  /** macOS may ask the person to confirm a login item in System Settings. */
  readonly loginItem: 'off' | 'on' | 'needs-approval' | 'unknown';
  readonly language: Language | 'system';
  readonly version: string;
}

/** What the popover may change. */
export interface SettingsChange {
  readonly verifyCopies?: boolean;
  readonly afterMove?: 'trash' | 'delete';
  readonly notifications?: boolean;
  readonly showPercent?: boolean;
  readonly startAtLogin?: boolean;
  readonly language?: Language | 'system';
}

export type Notice =
  /** The engine is not where it should be: nothing can be copied. */
  | { readonly kind: 'engine-missing'; readonly path: string }
  /** The system shows no notifications of ours. */
  | { readonly kind: 'notifications-refused' }
  /** The system hides our icon in the menu bar. */
  | { readonly kind: 'icon-hidden' };
