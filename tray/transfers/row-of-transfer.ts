import { basename } from 'node:path';
import type { TransferView } from '#engine/transfers';
import type { FailureView, QuestionView, RowState, TransferRow, Waiting } from '../contract/popover-view.ts';
import { actionsOf } from './actions-of.ts';
import { blankRow } from './blank-row.ts';
import { canGoOn } from './can-go-on.ts';
import { isKnown, type KnownTransfer } from './known-transfer.ts';
import type { MachineFacts } from './machine-facts.ts';
import { placeName, placeOfBundle, volumeName } from './places.ts';
import { noSpeed, type Speed } from './speed.ts';
import { doneOfStrip } from './strip.ts';

/** What is known of a transfer beside its record. */
export interface RowFacts {
  readonly machine?: MachineFacts | undefined;
  readonly speed?: Speed | undefined;
  readonly question?: QuestionView | undefined;
  /** Chosen, and not yet in the record. */
  readonly chosenFolder?: string | null | undefined;
  /** A target was chosen, and its engine is about to take it. */
  readonly isStarting?: boolean | undefined;
  /** Name of the VM whose transfer goes first. */
  readonly behind?: string | undefined;
}

/** A transfer as the popover shows it. Pure. */
export function rowOfTransfer(view: TransferView, facts: RowFacts = {}): TransferRow {
  return isKnown(view) ? rowOfKnown(view, facts) : rowOfUnreadable(view);
}

/** The name that a VM goes by: its config's, or that of its bundle. */
export function nameOfSource(source: string, machine?: MachineFacts | undefined): string {
  return machine?.name ?? basename(source).replace(/\.utm$/i, '');
}

function rowOfKnown(view: KnownTransfer, facts: RowFacts): TransferRow {
  const { record } = view;
  const { request } = record;
  const { machine, question = null, speed = noSpeed } = facts;
  const state = stateOf(view, facts);
  const failure = failureOf(view);
  const { doneBytes, totalBytes } = progressOf(view);
  const strip = machine?.strip ?? '';
  const targetFolder = request.targetFolder ?? facts.chosenFolder ?? null;
  return {
    id: view.id,
    verb: request.verb,
    state,
    name: nameOfSource(request.source, machine),
    icon: machine?.icon ?? null,
    source: request.source,
    targetFolder,
    target: record.target,
    sourcePlace: placeOfBundle(request.source, record.sourceVolume),
    targetPlace: targetFolder === null ? null : placeName(targetFolder, record.targetVolume),
    doneBytes,
    totalBytes,
    ...speed,
    logicalBytes: record.logicalBytes || (machine?.logicalBytes ?? 0),
    allocatedBytes: record.allocatedBytes || (machine?.allocatedBytes ?? 0),
    savedBytes: record.method === 'sparse' ? record.counters.holeBytes : 0,
    method: record.method,
    isVerified: record.isVerified,
    durationMs: record.durationMs,
    endedAtMs: record.endedAt === null ? null : Date.parse(record.endedAt),
    waitsFor: waitingOf(view, facts),
    strip,
    stripDone: stripDoneOf(state, strip, totalBytes === 0 ? 0 : doneBytes / totalBytes),
    failure,
    warnings: record.warnings,
    metadataLosses: record.metadataLosses,
    question,
    actions: actionsOf(state, {
      canResume: failure?.canResume === true,
      hasTarget: record.target !== null,
    }),
  };
}

function stateOf({ state, owner, record }: KnownTransfer, { isStarting }: RowFacts): RowState {
  if (isStarting === true && (state === 'needs-target' || state === 'failed' || state === 'interrupted'))
    return 'preparing';
  // Nobody waits for its turn any more.
  if (state === 'queued' && owner === undefined && record.waitsFor !== null) return 'interrupted';
  return state;
}

/**
 * Phases without a length of their own come after all bytes are copied: their bar stays full. Before its first counters a copy is
 * as long as what is in use.
 */
function progressOf({ state, record }: KnownTransfer): { doneBytes: number; totalBytes: number } {
  const { doneBytes, totalBytes } = record.counters;
  const isPast = ['flushing', 'committing', 'removing-source'].includes(state);
  if (totalBytes > 0) return { doneBytes, totalBytes };
  const bytes = record.allocatedBytes || record.logicalBytes;
  return { doneBytes: isPast ? bytes : 0, totalBytes: bytes };
}

function stripDoneOf(state: RowState, strip: string, share: number): number {
  if (['flushing', 'verifying', 'committing', 'removing-source', 'done'].includes(state)) return 1;
  return doneOfStrip(strip, share);
}

/**
 * An interrupted transfer with an error lost its drive: everything else that goes wrong ends it (door 2). The engine finds the
 * drive again wherever it is mounted.
 */
function waitingOf({ state, record }: KnownTransfer, { behind }: RowFacts): Waiting | null {
  if (state === 'queued' && behind !== undefined) return { kind: 'turn', name: behind };
  if (state !== 'interrupted' || record.error === null) return null;
  return { kind: 'volume', name: volumeName(record.targetVolume, record.request.targetFolder) };
}

function failureOf({ state, record }: KnownTransfer): FailureView | null {
  if (record.error === null || state !== 'failed') return null;
  const { code, message, advice, path, missingBytes } = record.error;
  return { code, message, advice, path, missingBytes, canResume: canGoOn(record) };
}

function rowOfUnreadable({ id, kind }: Exclude<TransferView, KnownTransfer>): TransferRow {
  return { ...blankRow(id, kind, id), actions: actionsOf(kind, { canResume: false, hasTarget: false }) };
}
