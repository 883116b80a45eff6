import { basename, dirname, join } from 'node:path';
import { nameOf, stagingName } from './copy/choose-target.ts';
import type { CopyResult } from './copy/copy-observer.ts';
import { probePathIn } from './copy/probe-target.ts';
import { sweepStaging } from './copy/staging.ts';
import { errnoOf, FerryError, isHopeless } from './errors.ts';
import { findOnVolume } from './find-volume.ts';
import type { OwnedTransfer } from './owned-transfer.ts';
import { sweepSnapshot } from './snapshot-places.ts';
import type { FileSystem } from './system/file-system.ts';
import { readControl, writeControl } from './transfers/control-file.ts';
import { wasBegun } from './transfers/record.ts';
import { logEvent } from './transfers/transfer-log.ts';

/** The transfer is done: nothing of it is left but the copy and its record. */
export function finishTransfer(owned: OwnedTransfer, result: CopyResult): void {
  const { keeper } = owned;
  const isSwept = trySweepSnapshot(owned);
  const { record } = keeper;
  keeper.enter('done', {
    endedAt: new Date().toISOString(),
    target: result.target,
    staging: null,
    snapshot: isSwept ? null : record.snapshot,
    method: result.plan.method,
    isVerified: result.isVerified,
    metadataLosses: result.metadataLosses.length,
    durationMs: record.durationMs + result.durationMs,
    counters: {
      ...record.counters,
      // Of a short copy no progress was written down; of a resumed one the record may know more than this run's result.
      copiedBytes: Math.max(record.counters.copiedBytes, result.copiedBytes),
      holeBytes: Math.max(record.counters.holeBytes, result.holeBytes),
      filesDone: Math.max(record.counters.filesDone, result.files),
      doneBytes: result.plan.neededBytes,
      totalBytes: result.plan.neededBytes,
    },
    error: null,
  });
}

/**
 * Writes down why a transfer ended, and sweeps what no resume could use. When its volume went away the record keeps its
 * state; with the owner gone, that is `interrupted`.
 *
 * @returns the error for the person, with the way on when something was kept
 */
export function failTransfer(owned: OwnedTransfer, error: FerryError): FerryError {
  const { keeper, fileSystem, folder } = owned;
  const { record } = keeper;
  const isCancel = error.code === 'CANCELLED';
  const outcome = {
    code: error.code,
    message: error.message,
    advice: error.advice,
    exitCode: owned.exitCodeOf(error),
    path: error.facts.path ?? null,
    missingBytes: error.code === 'NO_SPACE' ? (error.facts.bytes ?? null) : null,
    canResume: !isCancel,
  };
  logEvent(folder, 'failed', { code: error.code, message: error.message, errno: error.facts.errno });
  const isGone = error.facts.volumeGone === true;
  if (isHopeless(error) || (!isGone && !isStaged(fileSystem, record.staging))) sweepAll(owned);
  // A volume that went away may come back: the record keeps its state, and without an owner that is `interrupted`.
  if (isGone && wasBegun(record)) {
    keeper.enter(record.state === 'queued' ? 'preparing' : record.state, { error: outcome });
    return withWayOn(error, owned);
  }
  keeper.enter(isCancel ? 'cancelled' : 'failed', { endedAt: new Date().toISOString(), error: outcome });
  // A wish holds for one life of a transfer: a cancelled one that is run again starts anew.
  if (!isCancel) writeControl(folder, { ...readControl(folder), wish: 'run' });
  return withWayOn(error, owned);
}

/** Only what bears our id, and only while its own volume is there: a folder left in its place is not ours. */
function sweepAll(owned: OwnedTransfer): void {
  const { keeper, fileSystem, folder } = owned;
  const staging = stagingOf(owned);
  if (staging !== undefined) {
    try {
      const target = findOnVolume(fileSystem, dirname(staging), keeper.record.targetVolume);
      sweepStaging(fileSystem, join(target, basename(staging)));
      sweepStaging(fileSystem, probePathIn(target, owned.id));
      keeper.change({ staging: null });
    } catch (thrown) {
      logEvent(folder, 'staging not swept', { staging, reason: String(thrown) });
    }
  }
  if (trySweepSnapshot(owned)) keeper.change({ snapshot: null });
}

/** An owner that was killed may have made it before the record knew: the name follows from the request. */
function stagingOf({ id, keeper }: OwnedTransfer): string | undefined {
  const { staging, request } = keeper.record;
  if (staging !== null) return staging.endsWith(`.ferry-${id}`) ? staging : undefined;
  if (request.targetFolder === null) return undefined;
  try {
    const name = nameOf({ source: request.source, name: request.name ?? undefined }, request.source);
    return join(request.targetFolder, stagingName(name, id));
  } catch {
    // A name that is not allowed was never used.
    return undefined;
  }
}

function trySweepSnapshot({ fileSystem, state, id, folder }: OwnedTransfer): boolean {
  try {
    sweepSnapshot(fileSystem, state, id);
    return true;
  } catch (thrown) {
    logEvent(folder, 'snapshot not swept', { code: errnoOf(thrown) });
    return false;
  }
}

/** Whether there is anything that a resume could go on with. A volume that is away may hold it. */
function isStaged(fileSystem: FileSystem, staging: string | null): boolean {
  if (staging === null) return false;
  try {
    fileSystem.readFacts(staging);
    return true;
  } catch (thrown) {
    return errnoOf(thrown) !== 'ENOENT';
  }
}

/** What was done so far is kept, so the person is told how to go on from there and how to get rid of it. */
function withWayOn(error: FerryError, { id, keeper }: OwnedTransfer): FerryError {
  if (keeper.record.staging === null) return error;
  const { cause, ...facts } = error.facts;
  const way = `“ferry resume ${id}” goes on from here, “ferry cancel ${id}” removes the unfinished copy.`;
  return new FerryError(error.code, error.message, `${error.advice} ${way}`, {
    ...facts,
    cause: cause ?? error,
  });
}
