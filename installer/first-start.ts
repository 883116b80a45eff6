import { dirname } from 'node:path';
import { appIdentity } from './app-identity.ts';
import { type InstallationRecord, readRecord } from './installation-record.ts';
import { asInstallerError } from './installer-error.ts';
import type { MacPrograms } from './mac-programs.ts';
import type { Places } from './places.ts';
import { refuseNewerState } from './refuse-harm.ts';
import { chooseAppPlace } from './steps/app-step.ts';
import { type QuickActionLanguage, quickActionsStep } from './steps/quick-actions-step.ts';

/** What the app finds when it starts, and so what it should do. */
export type FirstStart =
  /** Everything is in place: show nothing. */
  | { readonly kind: 'ready' }
  /** Pieces are missing or were never put in place: show the welcome window. */
  | { readonly kind: 'welcome' }
  /** The app was replaced by another version: call `installPieces` and show nothing. */
  | { readonly kind: 'other-version'; readonly before: string }
  /** It runs from a disk image, from Downloads, or from where macOS has put it for its first run: offer to put it in place. */
  | { readonly kind: 'not-in-applications'; readonly place: string }
  /** A newer version was used here: say so, offer nothing else than to quit. */
  | { readonly kind: 'newer-state'; readonly message: string; readonly advice: string };

/** Looks and touches nothing. */
export async function firstStart(
  appPath: string,
  language: QuickActionLanguage,
  places: Places,
  programs: MacPrograms,
): Promise<FirstStart & { readonly wantsLoginItem: boolean }> {
  const found = readRecord(places.state);
  const record = found.kind === 'record' ? found.record : undefined;
  const wantsLoginItem = record?.wantsLoginItem === true;
  return { ...(await kindOf(appPath, language, places, programs, record)), wantsLoginItem };
}

async function kindOf(
  appPath: string,
  language: QuickActionLanguage,
  places: Places,
  programs: MacPrograms,
  record: InstallationRecord | undefined,
): Promise<FirstStart> {
  try {
    refuseNewerState(places.state);
  } catch (thrown) {
    const { message, advice } = asInstallerError(thrown);
    return { kind: 'newer-state', message, advice };
  }
  if (!isInApplications(appPath, places))
    return { kind: 'not-in-applications', place: chooseAppPlace(places) };
  const areThere = await quickActionsStep({ places, programs, appPath }, language, '').isDone();
  if (record?.status !== 'complete' || (!areThere && record.version === appIdentity.version))
    return { kind: 'welcome' };
  if (!areThere || record.version !== appIdentity.version)
    return { kind: 'other-version', before: record.version };
  return { kind: 'ready' };
}

/** In either Applications folder, or in a folder of theirs. */
function isInApplications(appPath: string, { systemApplications, userApplications }: Places): boolean {
  const folder = dirname(appPath);
  return [systemApplications, userApplications].some(
    (each) => folder === each || folder.startsWith(`${each}/`),
  );
}
