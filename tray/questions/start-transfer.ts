import {
  chooseTarget,
  clearTransfer,
  createTransfer,
  readTransfer,
  requestCancel,
  requestContinue,
  type TransferChoices,
} from '#engine/transfers';
import type { Engine } from '../engine/find-engine.ts';
import { startEngine } from '../engine/start-engine.ts';

/** Hands a transfer with its target and answers to an engine of its own. */
export function startTransfer(
  state: string,
  engine: Engine,
  id: string,
  targetFolder: string,
  choices: TransferChoices,
): Promise<number | null> {
  chooseTarget(state, id, targetFolder, choices);
  return startEngine(engine, ['run', id]);
}

/**
 * Lets a transfer go on: a paused one where it is, one that nobody owns with a new engine. What is alive is never started again.
 */
export function goOnWith(state: string, engine: Engine, id: string): Promise<number | null> | undefined {
  const answer = requestContinue(state, id);
  if (answer.kind !== 'asked' || answer.owner !== undefined) return undefined;
  return startEngine(engine, ['run', id]);
}

/** Cancels; where nobody owns the transfer, an engine is started for the moment that sweeping takes. */
export async function cancelTransfer(state: string, engine: Engine | undefined, id: string): Promise<void> {
  const answer = requestCancel(state, id);
  if (answer.kind === 'asked' && answer.owner === undefined && engine !== undefined)
    await startEngine(engine, ['cancel', id]);
}

/** Cancels a transfer that was never begun, and leaves no trace of it. */
export async function forgetTransfer(state: string, engine: Engine | undefined, id: string): Promise<void> {
  await cancelTransfer(state, engine, id);
  clearTransfer(state, id);
}

/** The same wish as a transfer of its own that has no target yet, in place of one that failed. */
export function beginAnew(state: string, id: string): string | undefined {
  const view = readTransfer(state, id);
  if (view?.kind !== 'transfer') return undefined;
  const anew = createTransfer(state, { ...view.record.request, targetFolder: null });
  clearTransfer(state, id);
  return anew;
}
