/**
 * The door of the installer, for the app: its welcome window, its doctor, and “Remove VM Ferry…”.
 *
 * Plain async functions with typed answers. They print nothing, end no process, and throw only what nobody expects: a no is an
 * answer with `code`, `message` and `advice`. What packages the app is not behind this door.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseLanguage, titleOf } from '../quick-action/index.ts';
import { engineFolderInApp } from './app-identity.ts';
import { suggestCommandLinkFolder } from './command-link-folder.ts';
import type { KnownByApp } from './doctor/doctor-world.ts';
import { examineWorld, type InstallationReport } from './doctor/examine-installation.ts';
import { type FirstStart, firstStart } from './first-start.ts';
import { type InstallChoice, type InstallResult, installPieces as install } from './install-pieces.ts';
import { type MacPrograms, macPrograms } from './mac-programs.ts';
import { type Places, placesOf } from './places.ts';
import { readSwitches, type SwitchState } from './quick-action-switch.ts';
import { runProgram } from './run-program.ts';
import { openQuickActionPane, openSettingsPane, type SettingsPane } from './settings-panes.ts';
import type { LoginItem } from './steps/login-item-step.ts';
import { type QuickActionLanguage, quickActionsFor } from './steps/quick-actions-step.ts';
import {
  type UninstallChoice,
  type UninstallResult,
  uninstallPieces as uninstall,
} from './uninstall-pieces.ts';

export type { Check, CheckName, CheckState } from './doctor/check.ts';
export type { KnownByApp } from './doctor/doctor-world.ts';
export type { InstallationReport } from './doctor/examine-installation.ts';
export type { FirstStart } from './first-start.ts';
export type { InstallChoice, InstallResult } from './install-pieces.ts';
export type { InstallerErrorCode } from './installer-error.ts';
export type { SwitchState } from './quick-action-switch.ts';
export type { SettingsPane } from './settings-panes.ts';
export type { Note } from './steps/install-step.ts';
export type { LoginItem, LoginItemState } from './steps/login-item-step.ts';
export type { QuickActionLanguage } from './steps/quick-actions-step.ts';
export type { StepName } from './trace.ts';
export type { UninstallChoice, UninstallResult } from './uninstall-pieces.ts';

/** Where and with what; the real places and programs of this Mac unless tests have others. */
export interface InstallerWorld {
  readonly places?: Places;
  readonly programs?: MacPrograms;
  /** The app hands in what only it can ask macOS (Electron's login item settings). */
  readonly loginItem?: LoginItem;
}

/** The bundle that a program of it runs from: `process.execPath` of the app gives `/Applications/VM Ferry.app`. */
export function appPathOf(programPath: string): string | undefined {
  return /^(.*\.app)\/Contents\/MacOS\/[^/]+$/.exec(programPath)?.[1];
}

/**
 * What the app should do when it starts. Looks and touches nothing; takes a few milliseconds.
 *
 * `wantsLoginItem`: opening at login was asked for in a terminal; call `installPieces` with `openAtLogin` to do it.
 *
 * @param appPath the running app's own bundle. Only for a packaged app: a development Electron lies in no Applications folder
 */
export function firstStartState(
  appPath: string,
  language: QuickActionLanguage,
  world: InstallerWorld = {},
): Promise<FirstStart & { readonly wantsLoginItem: boolean }> {
  const { places, programs } = whole(world);
  return firstStart(appPath, language, places, programs);
}

/**
 * Puts the pieces in place: state folder, the app itself when `appSource` is given, Quick Actions, opening at login and the
 * command for the terminal when they are asked for. Can be repeated: what is done stays as it is. When a step fails,
 * everything is put back. Takes milliseconds, or the time to copy the app.
 */
export function installPieces(choice: InstallChoice, world: InstallerWorld = {}): Promise<InstallResult> {
  return install(choice, whole(world));
}

/**
 * Takes off what was installed, and nothing that is not ours. The history of transfers stays unless it is asked to go. Refused
 * while something is being copied. The app may call it about itself (`isApp`), and then has to
 * quit.
 */
export function uninstallPieces(
  choice: UninstallChoice = {},
  world: InstallerWorld = {},
): Promise<UninstallResult> {
  return uninstall(choice, whole(world));
}

/**
 * What works and what does not, for the doctor pane; `ferry doctor` shows the same. Takes seconds: programs are started. macOS
 * may ask the person for consent, since UTM's folder is looked at.
 *
 * @param appPath the app to look at
 */
export function examineInstallation(
  appPath: string,
  knownByApp?: KnownByApp,
  world: InstallerWorld = {},
): Promise<InstallationReport> {
  const { places, programs } = whole(world);
  const engineFolder = join(appPath, engineFolderInApp);
  const readFolder = (path: string) => readdirSync(path);
  return examineWorld({ places, programs, isMac: true, appPath, engineFolder, knownByApp, readFolder });
}

/**
 * Whether the person has switched the Quick Actions on, for a window that watches it. Takes some 50 ms.
 *
 * @returns undefined when macOS does not say
 */
export async function quickActionSwitches(
  appPath: string,
  language: QuickActionLanguage,
  world: InstallerWorld = {},
): Promise<{ readonly copy: SwitchState; readonly move: SwitchState } | undefined> {
  const switches = await readSwitches(quickActionsFor(appPath, language), whole(world).programs);
  const [copy, move] = switches ?? [];
  return copy === undefined || move === undefined ? undefined : { copy, move };
}

/** The language that the Quick Actions get: the first of the person's (BCP 47, as macOS lists them) that they speak. */
export function quickActionLanguage(preferred: readonly string[]): QuickActionLanguage {
  return chooseLanguage(preferred);
}

/** What Finder's menu calls them. */
export function quickActionTitles(language: QuickActionLanguage): {
  readonly copy: string;
  readonly move: string;
} {
  return { copy: titleOf('copy', language), move: titleOf('move', language) };
}

/** Opens where Quick Actions are switched on, as this version of macOS has it. @returns whether it was opened */
export function openQuickActionSettings(world: InstallerWorld = {}): Promise<boolean> {
  return openQuickActionPane(whole(world).programs);
}

/** Opens another pane of System Settings. @returns whether it was opened */
export function openSettings(pane: SettingsPane, world: InstallerWorld = {}): Promise<boolean> {
  return openSettingsPane(pane, whole(world).programs);
}

/** “Try it”: shows UTM's own folder in Finder, where the right-click is. @returns false when there is none */
export async function showVirtualMachines(world: InstallerWorld = {}): Promise<boolean> {
  const { places, programs } = whole(world);
  return (await runProgram(programs.open, [places.utmDocuments])).exitCode === 0;
}

/** Folder for the link by which a terminal finds `ferry`, for `installPieces`. */
export function commandLinkFolder(searchPath = '', world: InstallerWorld = {}): string {
  return suggestCommandLinkFolder(whole(world).places, searchPath);
}

function whole({ places, programs, loginItem }: InstallerWorld) {
  return { places: places ?? placesOf(), programs: programs ?? macPrograms, loginItem };
}
