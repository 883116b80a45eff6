import type { MacPrograms } from './mac-programs.ts';
import { refreshServicesMenu } from './services-menu.ts';
import type { Note } from './steps/install-step.ts';
import type { LoginItem } from './steps/login-item-step.ts';
import { takeBack } from './take-back.ts';
import type { Trace } from './trace.ts';

export interface Undone {
  /** Paths that are gone, or back as they were. */
  readonly changed: string[];
  readonly notes: Note[];
}

/**
 * Undoes one step, as far as it came, from what was written down about it.
 *
 * @param loginItem only the app has it
 * @throws when something that is ours cannot be removed; what was done until then stays done
 */
export async function undoTrace(
  trace: Trace,
  programs: MacPrograms,
  loginItem: LoginItem | undefined,
): Promise<Undone> {
  const changed = takeBack(trace);
  if (trace.step === 'quick-actions' && changed.length > 0)
    return { changed, notes: await refreshServicesMenu(programs) };
  if (!trace.opensAtLogin) return { changed, notes: [] };
  if (loginItem === undefined) return { changed, notes: [stillListed] };
  if ((await loginItem.read()) !== 'off') await loginItem.set(false);
  return { changed, notes: [] };
}

const stillListed: Note = {
  code: 'LOGIN_ITEM_LEFT',
  message:
    'VM Ferry may still be listed under System Settings ▸ General ▸ Login Items & Extensions. Without the app it does nothing; remove it there.',
};
