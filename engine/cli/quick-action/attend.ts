import { openApp, showAlert } from '#engine';
import { logEvent, logStateEvent, readTransfer, transferFolder, wasQuestionAsked } from '#engine/transfers';
import packageFacts from '../../../package.json' with { type: 'json' };
import { type Alert, alertOfSilence } from './alerts.ts';
import type { Attendance } from './start-attendant.ts';

/** A cold start of the menu-bar app takes two or three seconds. */
export const patienceMsDefault = 10_000;
const lookAgainMs = 250;

/**
 * What goes on after a Quick Action has ended, in a process of its own:
 *
 * 1. show what was left out; 2. wake the menu-bar app; 3. wait until somebody has claimed the question of the new transfers;
 * 4. when nobody has in time, say so. The transfers stay: the app asks as soon as it runs.
 *
 * All of it is written down, also that an alert could not be shown.
 */
export async function attend(state: string, attendance: Attendance, patienceMs: number): Promise<void> {
  const { ids, alert, wake, programs } = attendance;
  const tell = async (told: Alert) => {
    const problem =
      programs.alert === undefined
        ? 'there are no alerts on this system'
        : await showAlert(programs.alert, told.title, told.text);
    logStateEvent(state, problem === '' ? 'alert' : 'alert not shown', { ...told, problem });
  };
  const woken =
    wake && programs.open !== undefined ? openApp(programs.open, packageFacts.vmFerry.bundleIdentifier) : '';
  const told = alert === undefined ? undefined : tell(alert);
  const isSilent = ids.length > 0 && !(await isTakenUp(state, ids, patienceMs));
  const problem = await woken;
  if (problem !== '') logStateEvent(state, 'app not opened', { problem });
  if (isSilent) {
    for (const id of ids)
      logEvent(transferFolder(state, id), 'nobody asked for the target', { patienceMs, problem });
    await tell(alertOfSilence(...subjectOf(state, ids), problem));
  }
  await told;
}

/** One question for all of them, so one that is asked will do. */
async function isTakenUp(state: string, ids: readonly string[], patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  for (;;) {
    if (ids.some((id) => stateOf(state, id) !== 'needs-target' || wasQuestionAsked(state, id))) return true;
    if (performance.now() >= end) return false;
    await new Promise((awake) => setTimeout(awake, lookAgainMs));
  }
}

function stateOf(state: string, id: string): string {
  const view = readTransfer(state, id);
  return view?.kind === 'transfer' ? view.state : 'gone';
}

function subjectOf(state: string, ids: readonly string[]): ['copy' | 'move', string[]] {
  const requests = ids.flatMap((id) => {
    const view = readTransfer(state, id);
    return view?.kind === 'transfer' ? view.record.request : [];
  });
  return [requests[0]?.verb ?? 'copy', requests.map(({ source }) => source)];
}
