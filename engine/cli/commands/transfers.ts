import type { Command } from 'commander';
import { FerryError } from '#engine';
import {
  type ChangeAnswer,
  clearTransfer,
  listTransfers,
  readTransfer,
  requestCancel,
  requestContinue,
  requestPause,
  stateFolder,
  transferIds,
  watchTransfers,
} from '#engine/transfers';
import { exitCodes } from '../exit-codes.ts';
import { followTransfer } from '../follow-transfer.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';
import { transferInWords, transfersInWords } from '../transfers-in-words.ts';

type Finish = (exitCode: number) => void;

/** Commands about transfers that exist already. */
export function addTransferCommands(program: Command, finish: Finish): void {
  const add = (
    name: string,
    summary: string,
    act: (options: OutputOptions, id: string | undefined) => number | Promise<number>,
    needsId = true,
  ) => {
    const command = program
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}. An id may be shortened.`);
    if (needsId) command.argument('<id>', 'id of a transfer, or its beginning').usage('[options] ID');
    withOutputOptions(command).action(async (...words: [string, OutputOptions] | [OutputOptions]) => {
      const options = (needsId ? words[1] : words[0]) as OutputOptions;
      try {
        finish(await act(options, needsId ? fullId(words[0] as string) : undefined));
      } catch (thrown) {
        finish(reportFailure(openReporter(options), thrown));
      }
    });
  };
  add('list', 'list all transfers', showList, false);
  add('show', 'show one transfer in full', showOne);
  add('watch', 'show all transfers live, until interrupted', watchAll, false);
  add('pause', 'pause a transfer', (options, id) => change(options, id, requestPause));
  add('continue', 'continue a paused transfer', (options, id) => change(options, id, requestContinue));
  add('cancel', 'cancel a transfer and remove what it left', cancel);
  add('resume', 'go on with an interrupted or failed transfer', resume);
  add('run', 'work on a transfer to its end (used by the menu-bar app)', run);
  add('clear', 'forget transfers that have ended', clearAll, false);
}

function showList(options: OutputOptions): number {
  const views = listTransfers(stateFolder());
  if (options.json === true)
    for (const view of views) say({ v: 1, type: 'result', command: 'list', ...view });
  else for (const line of transfersInWords(views)) say(line);
  return exitCodes.done;
}

function showOne(options: OutputOptions, id = ''): number {
  const view = readTransfer(stateFolder(), id);
  if (view === undefined) throw unknown(id);
  if (options.json === true) say({ v: 1, type: 'result', command: 'show', ...view });
  else for (const line of transferInWords(view)) say(line);
  return exitCodes.done;
}

/** Each change as it happens: a line of JSON, or the line of the table. */
function watchAll(options: OutputOptions): Promise<number> {
  return new Promise((ended) => {
    const stop = watchTransfers(stateFolder(), (changes) => {
      for (const { id, view } of changes) {
        if (options.json === true) say({ v: 1, type: 'result', command: 'watch', id, view: view ?? null });
        else say(view === undefined ? `${id}  cleared` : (transfersInWords([view])[0] ?? ''));
      }
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        stop();
        ended(exitCodes.done);
      });
    }
  });
}

function change(
  options: OutputOptions,
  id = '',
  request: (state: string, id: string) => ChangeAnswer,
): number {
  return answer(options, id, request(stateFolder(), id));
}

/** Where nobody owns the transfer, this process does for the moment that sweeping takes. */
async function cancel(options: OutputOptions, id = ''): Promise<number> {
  const answered = requestCancel(stateFolder(), id);
  if (answered.kind !== 'asked' || answered.owner !== undefined) return answer(options, id, answered);
  const exitCode = await followTransfer(stateFolder(), id, openReporter({ quiet: true }));
  return exitCode === exitCodes.cancelled ? answer(options, id, answered) : exitCode;
}

/** A transfer that only stands still goes on where it is; one that nobody owns goes on here. */
async function resume(options: OutputOptions, id = ''): Promise<number> {
  const answered = requestContinue(stateFolder(), id);
  const isOwned = answered.kind === 'asked' && answered.owner !== undefined;
  return answered.kind !== 'asked' || isOwned ? answer(options, id, answered) : run(options, id);
}

async function run(options: OutputOptions, id = ''): Promise<number> {
  const view = readTransfer(stateFolder(), id);
  const verb = view?.kind === 'transfer' ? view.record.request.verb : 'copy';
  return followTransfer(stateFolder(), id, openReporter(options, verb));
}

function clearAll(options: OutputOptions): number {
  const state = stateFolder();
  const cleared = transferIds(state).filter((id) => clearTransfer(state, id).kind === 'cleared');
  if (options.json === true) say({ v: 1, type: 'result', command: 'clear', cleared });
  else if (options.quiet !== true)
    say(
      `${cleared.length} cleared.${transferIds(state).length === 0 ? '' : ' Those that have not ended, or can be resumed, stay; cancel them first.'}`,
    );
  return exitCodes.done;
}

function answer(options: OutputOptions, id: string, answered: ChangeAnswer): number {
  if (answered.kind === 'unknown') throw unknown(id);
  const isAsked = answered.kind === 'asked';
  if (options.json === true) say({ v: 1, type: 'result', id, ...answered });
  else if (!isAsked) process.stderr.write(`${wordsFor[answered.kind]}\n`);
  return isAsked ? exitCodes.done : exitCodes.refused;
}

const wordsFor = {
  ended: 'This transfer has ended already.',
  owned: 'Another process is working on this transfer.',
  unreadable: 'This transfer was written by a newer VM Ferry, or its record is damaged.',
} as const;

/** @throws FerryError TRANSFER_UNKNOWN when no id, or more than one, begins like this */
function fullId(beginning: string): string {
  const ids = transferIds(stateFolder());
  const found = ids.filter(
    (id) => id === beginning || id.startsWith(beginning) || id.split('-')[1]?.startsWith(beginning),
  );
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw found.length === 0
    ? unknown(beginning)
    : new FerryError(
        'TRANSFER_UNKNOWN',
        `More than one transfer begins with ${beginning}: ${found.join(', ')}.`,
        'Give more of the id.',
      );
}

function unknown(id: string): FerryError {
  return new FerryError(
    'TRANSFER_UNKNOWN',
    `There is no transfer ${id}.`,
    '“ferry list” shows all transfers.',
  );
}

function say(line: string | object): void {
  process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
}
