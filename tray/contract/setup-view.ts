import type { Language } from './popover-view.ts';

/** All that the setup window shows, as plain data. */
export interface SetupView {
  readonly language: Language;
  /** Titles of the two Quick Actions as Finder shows them: they speak the system's language, whatever the app speaks. */
  readonly titles: { readonly copy: string; readonly move: string };
  readonly stage: SetupStage;
}

export type SetupStage =
  /** Not looked at yet. */
  | { readonly kind: 'looking' }
  /** Nothing is done before the person says so. */
  | { readonly kind: 'offer'; readonly commandFolder: string }
  | { readonly kind: 'doing' }
  | { readonly kind: 'done'; readonly pieces: readonly DonePiece[]; readonly switches: Switches }
  /** Everything is as it was before. */
  | ({ readonly kind: 'failed'; readonly leftovers: readonly string[] } & SetupFailure)
  /** It runs from a disk image or from Downloads: it should be in `place` first. */
  | { readonly kind: 'not-in-applications'; readonly place: string }
  /** It was put in `place`, and has to be opened there. */
  | { readonly kind: 'moved'; readonly place: string }
  /** A newer version was used on this Mac: this one does nothing. */
  | { readonly kind: 'newer-state' }
  /** No app on a Mac: run from the built sources, or on another system. */
  | { readonly kind: 'not-here' };

/** A step of the installer; pieces that were in place already are done as well. */
export type PieceName = 'state-folder' | 'app' | 'quick-actions' | 'login-item' | 'command-link';

export interface DonePiece {
  readonly name: PieceName;
  /** What went another way than hoped, and stops nothing; null: nothing did. */
  readonly note: 'services-later' | 'login-item-approval' | 'not-on-path' | null;
}

/** `unknown`: macOS does not say. */
export type Switches = 'on' | 'off' | 'unknown';

export interface SetupFailure {
  /** An InstallerErrorCode. */
  readonly code: string;
  /** The step that failed; null: it was refused before the first. */
  readonly step: PieceName | null;
  /** In the installer's words. */
  readonly message: string;
  readonly advice: string;
}

/** What the person decides before anything is put in place. */
export interface SetupChoice {
  readonly openAtLogin: boolean;
  /** A link by which a terminal finds `ferry`. */
  readonly commandLink: boolean;
}
