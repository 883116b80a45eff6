import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the app is put together from, all of it built or fetched before. */
export interface BuildInputs {
  /** The repository. */
  readonly root: string;
  /** The engine as one file. */
  readonly engineBundle: string;
  /** This room as one file, which `ferry doctor` asks about the installation. */
  readonly installerBundle: string;
  readonly launcher: string;
  /** The menu-bar app: main.cjs, preload.cjs, popover/, icons/. */
  readonly trayFolder: string;
  readonly icon: string;
}

/** @param trayFolder where the built menu-bar app is, if not where `npm run build` leaves it */
export function buildInputs(root: string, trayFolder = join(root, 'dist/tray')): BuildInputs {
  return {
    root,
    engineBundle: join(root, 'dist/engine/ferry.mjs'),
    installerBundle: join(root, 'dist/engine/installer.mjs'),
    launcher: join(root, 'engine/ferry'),
    trayFolder: resolve(trayFolder),
    icon: join(root, 'installer/icon/VM Ferry.icns'),
  };
}

/** What is missing, as sentences with the command that makes it; empty when the app can be put together. */
export function missingInputs(inputs: BuildInputs): string[] {
  const needed: readonly (readonly [string, string])[] = [
    [inputs.engineBundle, 'the engine is not built: run “npm run build:engine”'],
    [inputs.installerBundle, 'the installer is not built: run “npm run build:installer”'],
    [inputs.launcher, 'the launcher engine/ferry is not there'],
    [join(inputs.trayFolder, 'main.cjs'), 'the menu-bar app is not built: run “npm run build:tray”'],
    [inputs.icon, 'the icon installer/icon/VM Ferry.icns is not there'],
  ];
  return needed.filter(([path]) => !existsSync(path)).map(([path, what]) => `${what} (${path} is missing)`);
}
