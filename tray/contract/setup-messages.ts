import type { Bridge } from './messages.ts';
import type { SetupChoice, SetupView } from './setup-view.ts';

/**
 * What the page of the setup window may ask. The names begin with `setup`, since both pages share a preload script and the
 * channels; each page is answered its own requests only.
 */
export interface SetupRequests {
  setupReady: { readonly arguments: readonly []; readonly answer: SetupView };
  /** Puts the pieces in place; what comes of it is a view. */
  setupInstall: { readonly arguments: readonly [choice: SetupChoice]; readonly answer: undefined };
  /** Looks anew where it stands, for another try. */
  setupAgain: { readonly arguments: readonly []; readonly answer: undefined };
  /** Opens where the Quick Actions are switched on. @returns whether it opened */
  setupOpenSettings: { readonly arguments: readonly []; readonly answer: boolean };
  /** Shows virtual machines in Finder. @returns whether there are any to show */
  setupTryIt: { readonly arguments: readonly []; readonly answer: boolean };
  /** Opens the app again where it was put. */
  setupRestart: { readonly arguments: readonly []; readonly answer: undefined };
  /** How high the page would like to be, CSS pixels. */
  setupResize: { readonly arguments: readonly [height: number]; readonly answer: undefined };
  setupClose: { readonly arguments: readonly []; readonly answer: undefined };
}

export interface SetupEvents {
  /** When something has changed. */
  setupView: SetupView;
}
export type SetupBridge = Bridge<SetupRequests, SetupEvents>;
