import type { MacPrograms } from '../mac-programs.ts';
import type { Places } from '../places.ts';

/** What the checks may look at. */
export interface DoctorWorld {
  readonly places: Places;
  readonly programs: MacPrograms;
  /** `process.platform` is darwin. Elsewhere what belongs to macOS is `not-here`, never broken. */
  readonly isMac: boolean;
  /** The app that is looked at; undefined: none was found. */
  readonly appPath: string | undefined;
  /** The engine's folder: in the app, or where it was built. */
  readonly engineFolder: string;
  /** What only the running app can know. */
  readonly knownByApp: KnownByApp | undefined;
  /** Lists a folder, as `readdirSync` does. Tests answer in macOS's place: its no cannot be had elsewhere. */
  readonly readFolder: (path: string) => string[];
}

export interface KnownByApp {
  readonly notifications: 'allowed' | 'refused' | 'unknown';
}
