import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findQuickActions } from '../quick-action/index.ts';
import { appIdentity } from './app-identity.ts';
import { readBundle } from './bundle-facts.ts';
import { type InstallationRecord, removeRecord, writeRecord } from './installation-record.ts';
import { asInstallerError, InstallerError, type InstallerErrorCode } from './installer-error.ts';
import type { Places } from './places.ts';
import { type RecoverWorld, recover } from './recover.ts';
import { refuseHarmfulRemoval } from './refuse-harm.ts';
import { isRunningFrom } from './running-app.ts';
import type { Note } from './steps/install-step.ts';
import { isThere, takeBack } from './take-back.ts';
import { emptyTrace } from './trace.ts';
import { undoTrace } from './undo-trace.ts';

export interface UninstallChoice {
  /** Also forgets every transfer, and the settings. */
  readonly withHistory?: boolean;
  /** The app asks about itself, and quits afterwards. Else it must not run: it would write again what is removed. */
  readonly isApp?: boolean;
}

export type UninstallResult =
  | {
      readonly kind: 'removed';
      /** Everything that is gone, or back as it was before VM Ferry. */
      readonly removed: readonly string[];
      /** What is ours and stays, because it was not asked for, or was not put there by the installation. */
      readonly kept: readonly string[];
      readonly notes: readonly Note[];
    }
  /** Nothing was touched. */
  | {
      readonly kind: 'refused';
      readonly code: InstallerErrorCode;
      readonly message: string;
      readonly advice: string;
    }
  /** Some of it is gone; doing it again goes on where it stopped. */
  | {
      readonly kind: 'failed';
      readonly removed: readonly string[];
      readonly code: InstallerErrorCode;
      readonly message: string;
      readonly advice: string;
    };

/** What the engine and the app write into the state folder that a person may want again: history, settings, logs. */
const historyNames = ['transfers', 'snapshots', 'settings.json', 'log.ndjson', 'log.old.ndjson'];
/** And what nobody will miss once nothing runs: locks, and what Electron keeps for the popover. */
const passingNames = ['volumes', 'locks', 'popover'];

/**
 * Takes the pieces off again: what was installed, as far as it is still ours; what macOS and Electron wrote under our name; the
 * history only when that is asked for. What is there and was not put there by an installation is named and stays.
 */
export async function uninstallPieces(
  choice: UninstallChoice,
  world: RecoverWorld,
): Promise<UninstallResult> {
  const { places } = world;
  let record: InstallationRecord | undefined;
  try {
    record = await recover(world);
    refuseHarmfulRemoval(places.state, choice.withHistory === true);
    if (choice.isApp !== true) await refuseRunningApp(record, world);
  } catch (thrown) {
    return { kind: 'refused', ...reasonOf(thrown) };
  }
  const removed: string[] = [];
  const notes: Note[] = [];
  try {
    const folders = record?.traces.find((trace) => trace.step === 'state-folder')?.folders ?? [];
    for (let left = record; left !== undefined && left.traces.length > 0; ) {
      const trace = left.traces.at(-1);
      if (trace === undefined) break;
      writeRecord(places.state, { ...left, status: 'removing', pid: process.pid });
      if (trace.step !== 'state-folder') {
        const undone = await undoTrace(trace, world.programs, world.loginItem);
        removed.push(...undone.changed);
        notes.push(...undone.notes, ...leftAlone(trace.made.map(({ path }) => path)));
      }
      left = { ...left, traces: left.traces.slice(0, -1) };
    }
    removed.push(...removeAppTraces(places, choice.withHistory === true));
    removeRecord(places.state);
    removed.push(...removeStateFolder(places.state, folders, choice.withHistory === true));
  } catch (thrown) {
    return { kind: 'failed', removed, ...reasonOf(thrown) };
  }
  return { kind: 'removed', removed, kept: whatStays(places), notes };
}

async function refuseRunningApp(
  record: InstallationRecord | undefined,
  { programs }: RecoverWorld,
): Promise<void> {
  const apps = record?.traces.find((trace) => trace.step === 'app')?.made ?? [];
  for (const { path } of apps)
    if (await isRunningFrom(path, programs))
      throw new InstallerError(
        'APP_RUNNING',
        `${appIdentity.name} is running. Nothing was removed.`,
        'Quit it from its menu, and try again.',
        path,
      );
}

/** Paths that an installation made and that hold something else by now. */
function leftAlone(paths: readonly string[]): Note[] {
  return paths.filter(isThere).map((path) => ({
    code: 'LEFT_ALONE',
    message: `${path} is not what VM Ferry put there any more. It was left alone.`,
  }));
}

function removeAppTraces(places: Places, withHistory: boolean): string[] {
  const inState = [...passingNames, ...(withHistory ? historyNames : [])].map((name) =>
    join(places.state, name),
  );
  return [...places.appTraces, ...inState].filter((path) => {
    if (!isThere(path)) return false;
    rmSync(path, { recursive: true });
    return true;
  });
}

/** Empty folders of the engine go, and then the state folder itself, if nothing else is in it. */
function removeStateFolder(state: string, folders: readonly string[], withHistory: boolean): string[] {
  for (const name of withHistory ? [] : historyNames) {
    try {
      rmdirSync(join(state, name));
    } catch {
      // Not there, or with something in it, which stays.
    }
  }
  return takeBack({ ...emptyTrace('state-folder'), folders: folders.length > 0 ? [...folders] : [state] });
}

function whatStays({ state, services, systemApplications, userApplications }: Places): string[] {
  const apps = [systemApplications, userApplications]
    .map((folder) => join(folder, `${appIdentity.name}.app`))
    .filter((path) => readBundle(path)?.identifier === appIdentity.bundleIdentifier);
  const quickActions = findQuickActions(services, appIdentity.bundleIdentifier).map(({ path }) => path);
  const history = isThere(state) ? readdirSync(state).map((name) => join(state, name)) : [];
  return [...apps, ...quickActions, ...history];
}

function reasonOf(thrown: unknown): { code: InstallerErrorCode; message: string; advice: string } {
  const { code, message, advice } = asInstallerError(thrown);
  return { code, message, advice };
}
