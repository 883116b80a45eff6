import { randomBytes } from 'node:crypto';
import { appIdentity } from './app-identity.ts';
import { readBundle } from './bundle-facts.ts';
import { type InstallationRecord, newRecord, readRecord, writeRecord } from './installation-record.ts';
import { asInstallerError, type InstallerErrorCode } from './installer-error.ts';
import { type RecoverWorld, recover, rollBack } from './recover.ts';
import { refuseNewerState } from './refuse-harm.ts';
import { isRunningFrom } from './running-app.ts';
import { appStep, chooseAppPlace } from './steps/app-step.ts';
import { commandLinkStep } from './steps/command-link-step.ts';
import type { InstallStep, Note } from './steps/install-step.ts';
import { loginItemStep } from './steps/login-item-step.ts';
import { type QuickActionLanguage, quickActionsStep } from './steps/quick-actions-step.ts';
import { stateFolderStep } from './steps/state-folder-step.ts';
import { settle } from './take-back.ts';
import type { StepName, Trace } from './trace.ts';

/** What is to be installed. */
export interface InstallChoice {
  /** The app to put in place; undefined: it stays where `appPath` says. One of the two is needed. */
  readonly appSource?: string;
  /** Where the app is, when it is not to be put in place: the app itself says so, when it runs from Applications. */
  readonly appPath?: string;
  /** Titles of the Quick Actions. */
  readonly language: QuickActionLanguage;
  readonly openAtLogin?: boolean;
  /** Folder for the link by which a terminal finds `ferry`; undefined: none. */
  readonly commandLinkFolder?: string;
  /** Told before and after each step, for a window that shows them. */
  readonly onStep?: (step: StepName, is: 'doing' | 'done' | 'was-done') => void;
}

export type InstallResult =
  | {
      readonly kind: 'installed';
      readonly appPath: string;
      readonly done: readonly StepName[];
      readonly wasDone: readonly StepName[];
      readonly notes: readonly Note[];
    }
  /** Nothing was touched. */
  | ({ readonly kind: 'refused' } & Reason)
  /** Everything was put back; `leftovers` says what could not be, and why. */
  | ({ readonly kind: 'failed'; readonly step: StepName; readonly leftovers: readonly string[] } & Reason);

interface Reason {
  readonly code: InstallerErrorCode;
  readonly message: string;
  readonly advice: string;
}

/**
 * Puts the pieces in place, or as they were. In steps:
 *
 * 1. Put right what a killed installation left.
 * 2. Refuse, before anything is touched, what must not be: a newer state, things in the way that are not ours.
 * 3. Do each step that is not done yet; write down what it will make before it makes it.
 * 4. When one fails, undo them all, the last first.
 * 5. When all are done, remove what was kept for that.
 */
export async function installPieces(choice: InstallChoice, world: RecoverWorld): Promise<InstallResult> {
  const { places } = world;
  const appPath = choice.appPath ?? chooseAppPlace(places);
  const steps = stepsOf(choice, world, appPath);
  const undone: { step: InstallStep; trace: Trace }[] = [];
  const wasDone: StepName[] = [];
  let earlier: InstallationRecord | undefined;
  try {
    earlier = await recover(world);
    refuseNewerState(places.state);
    for (const step of steps) {
      const before = earlier?.traces.find((trace) => trace.step === step.name);
      if (await step.isDone()) wasDone.push(step.name);
      else undone.push({ step, trace: await step.plan(before) });
    }
  } catch (thrown) {
    return { kind: 'refused', ...reasonOf(thrown) };
  }
  for (const step of wasDone) choice.onStep?.(step, 'was-done');
  return doSteps(choice, world, appPath, { undone, wasDone, earlier });
}

interface Planned {
  readonly undone: readonly { readonly step: InstallStep; readonly trace: Trace }[];
  readonly wasDone: readonly StepName[];
  readonly earlier: InstallationRecord | undefined;
}

async function doSteps(
  choice: InstallChoice,
  world: RecoverWorld,
  appPath: string,
  { undone, wasDone, earlier }: Planned,
): Promise<InstallResult> {
  const { state } = world.places;
  const app = readBundle(choice.appSource ?? appPath);
  const found = readRecord(state);
  let record: InstallationRecord = {
    ...newRecord(app?.version ?? appIdentity.version, app?.build ?? ''),
    before: found.kind === 'record' ? found.text : null,
  };
  const notes: Note[] = [];
  for (const { step, trace } of undone) {
    choice.onStep?.(step.name, 'doing');
    record = { ...record, traces: [...record.traces, trace] };
    try {
      writeRecord(state, record);
      notes.push(...(await step.apply(trace)));
    } catch (thrown) {
      const reason = reasonOf(thrown);
      const leftovers = await rollBack(record, world);
      return { kind: 'failed', step: step.name, leftovers, ...reason };
    }
    choice.onStep?.(step.name, 'done');
  }
  complete(state, record, earlier, notes);
  if (undone.some(({ step }) => step.name === 'app') && (await isRunningFrom(appPath, world.programs)))
    notes.push(restartNeeded);
  return { kind: 'installed', appPath, done: undone.map(({ step }) => step.name), wasDone, notes };
}

/** What counts from now on: the new traces, and the earlier ones of steps that were not done this time. */
function complete(
  state: string,
  record: InstallationRecord,
  earlier: InstallationRecord | undefined,
  notes: readonly Note[],
): void {
  const fresh = new Set(record.traces.map((trace) => trace.step));
  const kept = (earlier?.traces ?? []).filter((trace) => !fresh.has(trace.step));
  const traces = [...kept, ...record.traces];
  const isWished = notes.some((note) => note.code === 'LOGIN_ITEM_LATER');
  const wantsLoginItem = isWished || (earlier?.wantsLoginItem === true && !fresh.has('login-item'));
  const whole: InstallationRecord = { ...record, status: 'complete', before: null, traces, wantsLoginItem };
  writeRecord(state, whole);
  writeRecord(state, { ...whole, traces: traces.map(settle) });
}

function stepsOf(choice: InstallChoice, world: RecoverWorld, appPath: string): InstallStep[] {
  const { places, programs, loginItem } = world;
  const stepWorld = { places, programs, appPath };
  const mark = randomBytes(4).toString('hex');
  return [
    stateFolderStep(stepWorld),
    ...(choice.appSource === undefined ? [] : [appStep(stepWorld, choice.appSource, mark)]),
    quickActionsStep(stepWorld, choice.language, mark),
    ...(choice.openAtLogin === true ? [loginItemStep(loginItem)] : []),
    ...(choice.commandLinkFolder === undefined
      ? []
      : [commandLinkStep(stepWorld, choice.commandLinkFolder, mark)]),
  ];
}

function reasonOf(thrown: unknown): Reason {
  const { code, message, advice } = asInstallerError(thrown);
  return { code, message, advice };
}

const restartNeeded: Note = {
  code: 'RESTART_NEEDED',
  message:
    'The version before is still running. Quit VM Ferry from its menu and open it again; transfers go on meanwhile.',
};
