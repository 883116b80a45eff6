import type { FailureView, QuestionView } from './popover-view.ts';

/**
 * What the main process says outside of the page: menus, the folder panel, dialogs, notifications, the tooltip. The words
 * room gives them as `wordsFor(language).main`. Names of VMs are hostile text: they are put in as they are, and whoever
 * shows them strips what his medium must not get.
 */
export interface MainWords {
  readonly menu: {
    readonly open: string;
    readonly pauseAll: string;
    readonly continueAll: string;
    readonly settings: string;
    readonly setup: string;
    readonly startAtLogin: string;
    readonly quit: string;
  };
  readonly panel: {
    /** For example “Copy “Ubuntu” (3.7 GB) to:”, or “Move 3 virtual machines (41 GB) to:”. `bytes`: null while unknown. */
    message(verb: 'copy' | 'move', names: readonly string[], bytes: number | null): string;
    button(verb: 'copy' | 'move'): string;
  };
  readonly quit: {
    /** “3 transfers go on without the menu bar.” */
    message(activeCount: number): string;
    readonly detail: string;
    readonly goOn: string;
    readonly pauseAndQuit: string;
    readonly stay: string;
  };
  readonly notification: {
    done(verb: 'copy' | 'move', name: string, place: string): NotificationWords;
    failed(verb: 'copy' | 'move', name: string, failure: FailureView): NotificationWords;
    /** A question stands in its way. */
    question(name: string, question: QuestionView): NotificationWords;
    /** Nobody works on it any more; `volume`: the drive that went away, null when it was something else. */
    interrupted(name: string, volume: string | null): NotificationWords;
    /** Several within a second. */
    several(endings: {
      readonly done: number;
      readonly failed: number;
      readonly needYou: number;
    }): NotificationWords;
  };
  readonly tooltip: {
    readonly idle: string;
    active(count: number, percent: number): string;
    paused(count: number): string;
    attention(count: number): string;
  };
  /** Failures of the app itself, with codes of its own. */
  failure(code: OwnFailureCode): { readonly message: string; readonly advice: string };
}

/** ENGINE_MISSING: it is not in the app. ENGINE_FAILED: it ended without a word. FILE_MISSING: moved or deleted since. */
export type OwnFailureCode = 'ENGINE_MISSING' | 'ENGINE_FAILED' | 'FILE_MISSING';

export interface NotificationWords {
  readonly title: string;
  readonly body: string;
}
