import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isEnded, listTransfers, type TransferView } from '#engine/transfers';
import { shown } from '../words.ts';

export type Verb = 'copy' | 'move';
type KnownTransfer = TransferView & { readonly kind: 'transfer' };

/** Something selected that does not become a transfer: what is the matter, and what the person may do. */
export interface LeftOut {
  readonly path: string;
  readonly sentence: string;
  readonly advice: string;
  /** The transfer that has it already. */
  readonly transfer?: string;
  /** It is ours to explain: the advice says what went wrong here. */
  readonly isFault?: true;
}

/** Long enough to know a VM by; an alert has room for some lines. */
const nameCharactersMax = 60;

/** A name between quotes, short and harmless, without the ending that Finder hides. */
export function nameInWords(path: string): string {
  const name = [...shown(basename(path).replace(/\.utm$/i, ''))];
  const short = name.length > nameCharactersMax ? [...name.slice(0, nameCharactersMax), '…'] : name;
  return `“${short.join('')}”`;
}

/**
 * Looks at a selected path again: Finder's filter is no promise, and time has passed. What may not be looked at here is left to the
 * menu-bar app, which macOS asks the person about in its own name.
 */
export function checkSelected(path: string, verb: Verb): LeftOut | undefined {
  const done = verb === 'copy' ? 'copied' : 'moved';
  const leftOut = (sentence: string, advice: string): LeftOut => ({ path, sentence, advice });
  const name = nameInWords(path);
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EPERM' || code === 'EACCES') isFolder = true;
    else
      return leftOut(
        `${name} is not there any more.`,
        `Nothing was ${done}. See where it is now, and try again.`,
      );
  }
  if (isFolder && /\.utm$/i.test(basename(path))) return undefined;
  return leftOut(
    `${name} is not a virtual machine of UTM.`,
    `Nothing was ${done}. Select virtual machines: their names end in .utm.`,
  );
}

/** The unfinished transfers, by what their source is now. */
export function unfinishedBySource(state: string): Map<string, KnownTransfer> {
  const unfinished = listTransfers(state).flatMap((view) =>
    view.kind === 'transfer' && !isEnded(view.record.state) ? view : [],
  );
  return new Map(unfinished.map((view) => [placeOf(view.record.request.source), view]));
}

/** What a path leads to, so that two ways to one VM are one VM; the path itself where that cannot be seen. */
export function placeOf(path: string): string {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return resolve(path);
  }
}

/** A VM is in the hands of one transfer at a time. */
export function alreadyAsked(path: string, { id, state, record }: KnownTransfer): LeftOut {
  const verb = record.request.verb;
  const done = verb === 'copy' ? 'copied' : 'moved';
  const name = nameInWords(path);
  const [sentence, advice] =
    state === 'needs-target'
      ? [`${name} waits to be ${done} already.`, 'Choose a folder for it in VM Ferry in the menu bar.']
      : state === 'interrupted'
        ? [
            `${name} was being ${done} already, and that was interrupted.`,
            'Go on with it or cancel it in VM Ferry in the menu bar.',
          ]
        : [
            `${name} is being ${done} already.`,
            state === 'paused'
              ? 'It is paused. Go on with it in VM Ferry in the menu bar.'
              : 'VM Ferry in the menu bar shows how far it is.',
          ];
  return { path, sentence, advice, transfer: id };
}
