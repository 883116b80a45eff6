import packageFacts from '../package.json' with { type: 'json' };

/** What the app is called, everywhere: each of these is written down once, in package.json. */
export const appIdentity = {
  /** Also the name of the bundle without `.app`, of the program inside it, and of the state folder. */
  name: packageFacts.productName,
  bundleIdentifier: packageFacts.vmFerry.bundleIdentifier,
  version: packageFacts.version,
} as const;

/**
 * Version of the records in the state folder that this VM Ferry writes (`schemaVersion` of `#engine/transfers`; a test holds
 * the two together, since this room may not import the engine). State written by a newer one is never taken over.
 */
export const stateSchemaVersion = 1;

/** The oldest macOS the parts run on: the bundled Node says 13.5 in its Mach-O header, Electron 45 says 13.0. */
export const oldestMacOS = '13.5';

/** Inside the app: the folder with the launcher, the bundled Node and the engine. */
export const engineFolderInApp = 'Contents/Resources/engine';

/** Inside the app: what the Quick Actions and the terminal call. */
export const launcherInApp = `${engineFolderInApp}/ferry`;
