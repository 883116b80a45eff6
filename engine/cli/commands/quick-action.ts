import { isAbsolute } from 'node:path';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type NativePrograms, nativePrograms } from '#engine';
import { logStateEvent, stateFolder } from '#engine/transfers';
import { exitCodes } from '../exit-codes.ts';
import { alertOfLeftOut } from '../quick-action/alerts.ts';
import { attend, patienceMsDefault } from '../quick-action/attend.ts';
import type { Verb } from '../quick-action/selection.ts';
import { startAttendant } from '../quick-action/start-attendant.ts';
import { takeOn } from '../quick-action/take-on.ts';
import { shown } from '../words.ts';

interface ProgramOptions {
  openWith?: string;
  alertWith?: string;
}

interface AttendOptions extends ProgramOptions {
  title?: string;
  text?: string;
  wake?: boolean;
  patienceMs: number;
}

/**
 * Other programs than those of macOS can be named on the command line only, and not by the environment: whoever can change
 * our command line can run what they like without us.
 */
const addProgramOptions = (command: Command): Command =>
  command
    .addOption(new Option('--open-with <path>').argParser(absolute).hideHelp())
    .addOption(new Option('--alert-with <path>').argParser(absolute).hideHelp());

export function addQuickActionCommands(program: Command, finish: (exitCode: number) => void): void {
  const quickAction = program
    .command('quick-action')
    .summary('take on what was selected in Finder (used by the Quick Actions)')
    .description(
      'Writes down a transfer for each PATH, wakes the menu-bar app, which asks where to, and answers 0 at once in any case: what could not be taken on is shown in an alert and written down in the log of the state folder.',
    )
    .addArgument(new Argument('<verb>', 'what to do').choices(['copy', 'move']))
    .argument('[path...]', 'virtual machines (.utm); everything after the verb is a path')
    .usage('copy|move PATH…');
  addProgramOptions(quickAction).action(async (verb: Verb, paths: string[], options: ProgramOptions) => {
    await takeOnAndLeave(verb, paths, programsOf(options));
    finish(exitCodes.done);
  });
  const attendant = program
    .command('quick-action-attend', { hidden: true })
    .description('Stays for a moment after a Quick Action (internal).')
    .argument('[id...]')
    .option('--title <text>')
    .option('--text <text>')
    .option('--wake')
    .addOption(new Option('--patience-ms <number>').argParser(Number).default(patienceMsDefault));
  addProgramOptions(attendant).action(async (ids: string[], options: AttendOptions) => {
    const { title, text, wake = false, patienceMs } = options;
    const alert = title === undefined || text === undefined ? undefined : { title, text };
    await attend(stateFolder(), { ids, alert, wake, programs: programsOf(options) }, patienceMs);
    finish(exitCodes.done);
  });
}

async function takeOnAndLeave(verb: Verb, paths: readonly string[], programs: NativePrograms): Promise<void> {
  const state = stateFolder();
  const { ids, leftOut } = await takeOn(state, verb, paths);
  for (const id of ids) process.stdout.write(`${id}\n`);
  for (const { sentence, advice } of leftOut) process.stderr.write(`${shown(`${sentence} ${advice}`)}\n`);
  logStateEvent(state, 'quick action', { verb, selected: paths.length, transfers: ids, leftOut });
  const alert =
    paths.length === 0
      ? { title: 'Nothing was selected', text: 'Select virtual machines in Finder, and try again.' }
      : alertOfLeftOut(leftOut, paths.length);
  if (ids.length === 0 && alert === undefined) return;
  const wake = ids.length > 0 || leftOut.some(({ transfer }) => transfer !== undefined);
  const problem = await startAttendant({ ids, alert, wake, programs });
  if (problem === '') return;
  logStateEvent(state, 'attendant not started', { problem, ...alert });
  process.stderr.write(`${problem}\n`);
}

function programsOf({ openWith, alertWith }: ProgramOptions): NativePrograms {
  const { open, alert } = nativePrograms();
  return { open: openWith ?? open, alert: alertWith ?? alert };
}

function absolute(path: string): string {
  if (!isAbsolute(path)) throw new InvalidArgumentError('It must be an absolute path.');
  return path;
}
