import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { asFerryError } from '#engine';
import { createTransfer, oneAtATime, plainWish } from '#engine/transfers';
import {
  alreadyAsked,
  checkSelected,
  type LeftOut,
  nameInWords,
  placeOf,
  unfinishedBySource,
  type Verb,
} from './selection.ts';

/** What became of a selection. */
export interface TakenOn {
  /** Ids of the new transfers, which wait for their target. */
  readonly ids: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Writes down a transfer for each selected VM that nobody has in hand yet. Together they share one question for the target.
 * Never throws: what could not be written down is left out, with the reason.
 */
export async function takeOn(state: string, verb: Verb, selected: readonly string[]): Promise<TakenOn> {
  const paths = selected.map((path) => resolve(path));
  try {
    return await oneAtATime(state, 'quick-action', () => takeOnNow(state, verb, paths));
  } catch (thrown) {
    return { ids: [], leftOut: paths.map((path) => notWritten(path, thrown)) };
  }
}

function takeOnNow(state: string, verb: Verb, paths: readonly string[]): TakenOn {
  const ids: string[] = [];
  const leftOut: LeftOut[] = [];
  const unfinished = unfinishedBySource(state);
  const wanted = new Map<string, string>();
  for (const path of paths) {
    const place = placeOf(path);
    const transfer = unfinished.get(place);
    const problem = checkSelected(path, verb) ?? (transfer && alreadyAsked(path, transfer));
    if (problem === undefined) wanted.set(place, wanted.get(place) ?? path);
    else leftOut.push(problem);
  }
  const group = wanted.size > 1 ? randomBytes(8).toString('hex') : null;
  for (const path of wanted.values()) {
    try {
      ids.push(createTransfer(state, { ...plainWish(verb, path, null), askedBy: 'quick-action', group }));
    } catch (thrown) {
      leftOut.push(notWritten(path, thrown));
    }
  }
  return { ids, leftOut };
}

function notWritten(path: string, thrown: unknown): LeftOut {
  const { message, advice } = asFerryError(thrown);
  return {
    path,
    sentence: `${nameInWords(path)} could not be taken on.`,
    advice: `${message} ${advice}`,
    isFault: true,
  };
}
