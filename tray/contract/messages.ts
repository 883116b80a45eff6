import type { CheckupView, FindingName } from './checkup-view.ts';
import type { Answer, PopoverView, RowAction, SettingsChange } from './popover-view.ts';

/** What the page may ask of the main process: each with its arguments and its answer. */
export interface Requests {
  /** The page is up: what does it show? */
  ready: { readonly arguments: readonly []; readonly answer: PopoverView };
  act: { readonly arguments: readonly [id: string, action: RowAction]; readonly answer: undefined };
  answer: { readonly arguments: readonly [id: string, answer: Answer]; readonly answer: undefined };
  changeSettings: { readonly arguments: readonly [change: SettingsChange]; readonly answer: undefined };
  clearHistory: { readonly arguments: readonly []; readonly answer: undefined };
  pauseAll: { readonly arguments: readonly []; readonly answer: undefined };
  continueAll: { readonly arguments: readonly []; readonly answer: undefined };
  /** Bundles dropped on the page, absolute paths. */
  dropped: { readonly arguments: readonly [paths: readonly string[]]; readonly answer: undefined };
  /** The page wants to be hidden: Escape, or it lost the focus. */
  hide: { readonly arguments: readonly [why: 'escape' | 'blur']; readonly answer: undefined };
  /** How high the page would like to be, CSS pixels, header and all; the window follows, up to its maximum. */
  resize: { readonly arguments: readonly [height: number]; readonly answer: undefined };
  /** Opens the pane of System Settings that a notice speaks of; `login-items` from the settings. */
  openNotice: { readonly arguments: readonly [kind: string]; readonly answer: undefined };
  /** Looks whether everything that VM Ferry needs is well. Takes seconds. */
  examine: { readonly arguments: readonly []; readonly answer: CheckupView };
  /** Opens where a finding of the last look is put right. */
  openRemedy: { readonly arguments: readonly [finding: FindingName]; readonly answer: undefined };
  /** Puts the last look into the clipboard, as text. */
  copyReport: { readonly arguments: readonly []; readonly answer: undefined };
  quit: { readonly arguments: readonly []; readonly answer: undefined };
}
export type RequestName = keyof Requests;

/** What the main process tells the page. */
export interface Events {
  /** At most four times a second while the popover is shown, never while it is hidden; once more just before it is shown. */
  view: PopoverView;
  /** A sentence for people who listen: a change of state of one row, never progress. */
  announce: { readonly id: string; readonly state: string; readonly name: string };
  /** The page should show its settings (from the menu of the icon). */
  showSettings: null;
}
export type EventName = keyof Events;

/** Requests by name, each with its arguments and its answer. */
type RequestMap<Table> = Record<
  keyof Table,
  { readonly arguments: readonly unknown[]; readonly answer: unknown }
>;

/** `window.ferry` in a page: all it can do. */
export interface Bridge<Asked extends RequestMap<Asked>, Told> {
  request<Name extends keyof Asked>(
    name: Name,
    ...values: Asked[Name]['arguments']
  ): Promise<Asked[Name]['answer']>;
  /** @returns ends the subscription */
  on<Name extends keyof Told>(name: Name, listener: (value: Told[Name]) => void): () => void;
  /** The absolute path of a dropped file (Electron's webUtils); empty when it has none. */
  pathOf(file: unknown): string;
}
export type FerryBridge = Bridge<Requests, Events>;

/** IPC channels, of whichever page. */
export const requestChannel = (name: string): string => `ferry:request:${name}`;
export const eventChannel = (name: string): string => `ferry:event:${name}`;
