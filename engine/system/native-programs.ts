import { currentPlatform } from './platform.ts';
import { runProgram } from './run-program.ts';

/** Programs by which macOS opens an app and shows an alert, by absolute path; undefined where there are none. */
export interface NativePrograms {
  readonly open: string | undefined;
  readonly alert: string | undefined;
}

export function nativePrograms(): NativePrograms {
  return currentPlatform() === 'macos'
    ? { open: '/usr/bin/open', alert: '/usr/bin/osascript' }
    : { open: undefined, alert: undefined };
}

/** A cold start from a slow drive; longer than this nobody waits for an answer. */
const openMs = 8000;
/** An alert that stands this long is on the screen; it stays there until the person has read it. */
const alertMs = 5000;

/** Title and text go to it as arguments: nothing of them is ever part of a script. `activate` brings the alert to the front. */
const alertScript = [
  'on run argv',
  'activate',
  'display alert (item 1 of argv) message (item 2 of argv)',
  'end run',
];

/**
 * Opens an app by its bundle identifier without bringing it to the front, or tells it when it runs already (open.1: `-g`, `-b`).
 *
 * @returns what went wrong, in words; empty when nothing did
 */
export function openApp(open: string, bundleIdentifier: string): Promise<string> {
  return runProgram(open, ['-g', '-b', bundleIdentifier], openMs);
}

/**
 * Shows an alert with one button. It stays when this process has ended.
 *
 * @param alert osascript
 * @param title must not begin with a dash
 * @returns what went wrong, in words; empty when nothing did
 */
export function showAlert(alert: string, title: string, text: string): Promise<string> {
  return runProgram(alert, [...alertScript.flatMap((line) => ['-e', line]), title, text], alertMs);
}
