import { app } from 'electron';
import { appPathOf, type InstallerWorld, type QuickActionLanguage, quickActionLanguage } from '#installer';
import { readLoginItem, setLoginItem } from '../settings/login-item.ts';

/** What the installer is told about us. */
export interface OwnInstallation {
  /** The bundle we run from. */
  readonly appPath: string;
  /** Of Finder, where the Quick Actions are seen: the system's, whatever the app speaks. */
  readonly language: QuickActionLanguage;
  readonly world: InstallerWorld;
}

/**
 * Undefined when we are no packaged app on a Mac: then nothing is installed and nothing examined. Only there a program lies in
 * `….app/Contents/MacOS`, so no system has to be asked for by name.
 */
export function ownInstallation(): OwnInstallation | undefined {
  const appPath = app.isPackaged ? appPathOf(app.getPath('exe')) : undefined;
  if (appPath === undefined) return undefined;
  return {
    appPath,
    language: systemLanguage(),
    world: {
      loginItem: {
        read: async () => readLoginItem(),
        set: async (isOn) => setLoginItem(isOn),
      },
    },
  };
}

export function systemLanguage(): QuickActionLanguage {
  return quickActionLanguage(app.getPreferredSystemLanguages());
}
