import { shellWord } from './shell-words.ts';
import { goneAlert, type Language, type Verb } from './words.ts';

/** Where macOS has it; another path is for tests, which record what would be shown. */
export const osascriptPath = '/usr/bin/osascript';

export interface CommandLineRequest {
  readonly verb: Verb;
  /** Absolute path of VM Ferry's launcher. */
  readonly launcherPath: string;
  readonly language: Language;
  /** Absolute path; `osascriptPath` by default. */
  readonly alertPath?: string | undefined;
}

/**
 * The one line that Automator gives to the shell. The selected paths come as arguments and never become part of a line.
 * A launcher that is gone gives an alert, and 0 as well: any other answer makes Automator show an alert of its own.
 */
export function commandLine({ verb, launcherPath, language, alertPath }: CommandLineRequest): string {
  const launcher = shellWord(launcherPath);
  const [title, text] = goneAlert(verb, language, appOf(launcherPath));
  // Title and text go to the script as arguments, so no quoting of AppleScript is needed. `activate` brings it to the front.
  const script = [
    'on run argv',
    'activate',
    'display alert (item 1 of argv) message (item 2 of argv)',
    'end run',
  ];
  const alert = [
    'LANG=en_US.UTF-8',
    shellWord(alertPath ?? osascriptPath),
    ...script.map((line) => `-e ${shellWord(line)}`),
    shellWord(title),
    shellWord(text),
  ].join(' ');
  return `[ -f ${launcher} ] && [ -x ${launcher} ] && exec ${launcher} quick-action ${verb} "$@"; ${alert} > /dev/null 2>&1; exit 0`;
}

/** The app that holds a launcher, which is what a person knows; the launcher itself when it is in none. */
function appOf(launcherPath: string): string {
  return /^(.*?\.app)\//s.exec(launcherPath)?.[1] ?? launcherPath;
}
