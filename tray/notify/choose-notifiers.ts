import type { Architecture } from './mach-o.ts';
import type { Notifier } from './notifier.ts';

/** What decides how a notification can be shown here. */
export interface NotifyHost {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** Our own process runs through Rosetta. */
  readonly isTranslated: boolean;
  readonly macosMajor: number;
  /** node-notifier's helper for macOS: a program inside of an .app folder. */
  readonly helperIsBundle: boolean;
  readonly helperArchitectures: readonly Architecture[];
  /** The system has refused one of Electron's notifications in this life of the app. */
  readonly isElectronRefused: boolean;
  readonly hasNotifySend: boolean;
}

/** From here on macOS removes Rosetta, and asks whether to install it when something needs it (tray.md §3). */
const macosWithoutRosetta = 27;

/**
 * The ways to try, best first; when none shows it, the icon, the row and the popover still tell.
 *
 * Electron's own on every Mac: our name and icon, and a click that works. node-notifier's helper of 2016 is built for Intel
 * alone: only where that is the machine's own tongue, never through Rosetta, which puts up a dialog in our name. On Linux
 * node-notifier speaks through notify-send.
 */
export function chooseNotifiers(host: NotifyHost): Notifier['name'][] {
  if (host.platform !== 'darwin') return host.hasNotifySend ? ['node-notifier'] : ['electron'];
  const helperRuns =
    host.helperIsBundle &&
    !host.isTranslated &&
    host.macosMajor < macosWithoutRosetta &&
    (host.helperArchitectures as readonly string[]).includes(host.architecture);
  return [
    ...(host.isElectronRefused ? [] : (['electron'] as const)),
    ...(helperRuns ? (['node-notifier'] as const) : []),
  ];
}

/** macOS version from that of its kernel: 22 is macOS 13, and after 24 (macOS 15) the numbers follow the years, 25 is macOS 26. */
export function macosMajorOf(kernelRelease: string): number {
  const kernel = Number.parseInt(kernelRelease, 10);
  return kernel >= 25 ? kernel + 1 : kernel - 9;
}
