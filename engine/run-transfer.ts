import { realpathSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { segmentBytes } from './copy/content-digest.ts';
import type { CopyNote } from './copy/copy-note.ts';
import type { CopyResult, Warning } from './copy/copy-observer.ts';
import type { CopyRequest } from './copy/copy-request.ts';
import { sweepStaging } from './copy/staging.ts';
import { errnoOf, FerryError } from './errors.ts';
import { findOnVolume } from './find-volume.ts';
import type { Job, JobListener } from './job.ts';
import { RecordKeeper, wasBegun } from './keep-record.ts';
import { pastOfJournal } from './past-of-journal.ts';
import { placeSnapshot, sweepLeftSnapshots, sweepSnapshot } from './snapshot-places.ts';
import { startJob, surprise } from './start-job.ts';
import type { FileSystem } from './system/file-system.ts';
import { openFileSystem } from './system/open-file-system.ts';
import { readControl, writeControl } from './transfers/control-file.ts';
import { JournalWriter, journalFileName, readJournal } from './transfers/journal.ts';
import { isLock, type OwnerLock, tryLock } from './transfers/owner-lock.ts';
import { readTransfer } from './transfers/read-transfer.ts';
import type { TransferRecord } from './transfers/record.ts';
import { sweepTemporaries } from './transfers/replace-file.ts';
import { transferFolder } from './transfers/state-folder.ts';
import { logEvent } from './transfers/transfer-log.ts';
import { takeVolumeTurn } from './transfers/volume-turn.ts';

/** How the caller follows along. */
export interface TransferListener extends JobListener {
  /** The copying begins: from now on there is a job with progress. */
  started?(job: Job<CopyResult>): void;
  /** It waits for its turn on the volume, behind the transfer of that id. */
  waits?(behind: string): void;
  /** For the exit code in the record. */
  exitCodeOf(error: FerryError): number;
}

/** A transfer under way in this process. */
export interface RunningTransfer {
  readonly result: Promise<CopyResult>;
  cancel(): void;
}

/**
 * Owns a transfer to its end: waits for its turn, copies or goes on copying, keeps record and journal, hears what others
 * want, sweeps.
 *
 * The result rejects with a FerryError: TRANSFER_UNKNOWN, TRANSFER_OWNED (somebody else works on it), and all that a copy
 * gives. When the target volume went away the record stays as it is, and with its owner gone the transfer is
 * `interrupted`; other failures end in `failed`. Both can be resumed by running the transfer again.
 */
export function runTransfer(state: string, id: string, listener: TransferListener): RunningTransfer {
  const owner = new TransferOwner(state, id, listener);
  return { result: owner.run(), cancel: () => owner.cancel() };
}

class TransferOwner {
  private readonly state: string;
  private readonly id: string;
  private readonly folder: string;
  private readonly listener: TransferListener;
  private readonly waiting = new AbortController();
  private job: Job<CopyResult> | undefined;
  private isCancelled = false;

  constructor(state: string, id: string, listener: TransferListener) {
    this.state = state;
    this.id = id;
    this.folder = transferFolder(state, id);
    this.listener = listener;
  }

  cancel(): void {
    this.isCancelled = true;
    this.waiting.abort();
    this.job?.cancel();
  }

  async run(): Promise<CopyResult> {
    const lock = this.takeOwnership();
    sweepTemporaries(this.folder);
    const control = watch(this.folder, () => this.hear());
    control.on('error', () => {});
    const keeper = new RecordKeeper(this.folder, this.readRecord());
    try {
      const { fileSystem } = openFileSystem();
      sweepLeftSnapshots(fileSystem, this.state);
      this.hear();
      return await this.work(fileSystem, keeper);
    } finally {
      control.close();
      keeper.close();
      lock.release();
    }
  }

  private takeOwnership(): OwnerLock {
    if (readTransfer(this.state, this.id) === undefined) throw unknownTransfer(this.id);
    const lock = tryLock(this.folder, this.id);
    if (isLock(lock)) return lock;
    throw new FerryError(
      'TRANSFER_OWNED',
      `Another process (${lock.process.pid}) is working on this transfer already.`,
      'See how it goes with “ferry watch”.',
    );
  }

  /** After the lock, so that nobody else changes it any more. */
  private readRecord(): TransferRecord {
    const view = readTransfer(this.state, this.id);
    if (view?.kind === 'transfer') return view.record;
    throw new FerryError(
      'STATE_FAILED',
      view?.kind === 'newer'
        ? 'This transfer was written by a newer VM Ferry.'
        : `The record of transfer ${this.id} is damaged.`,
      view?.kind === 'newer'
        ? 'Use the newer version to go on with it.'
        : 'Start the copy again; the source was not changed.',
      { path: this.folder },
    );
  }

  private async work(fileSystem: FileSystem, keeper: RecordKeeper): Promise<CopyResult> {
    let turn: OwnerLock | undefined;
    try {
      if (this.isCancelled) throw cancelled();
      const request = this.requestOf(fileSystem, keeper);
      turn = await this.takeTurn(fileSystem, keeper, request.targetFolder);
      if (this.isCancelled) throw cancelled();
      const result = await this.copy(keeper, request);
      this.finish(fileSystem, keeper, result);
      return result;
    } catch (thrown) {
      const error = thrown instanceof FerryError ? thrown : surprise(thrown);
      this.fail(fileSystem, keeper, error);
      throw keeper.record.staging === null ? error : withWayOn(error, this.id);
    } finally {
      turn?.release();
    }
  }

  /** What the record asks for, with the paths of its volumes as they are today and what an earlier run got done. */
  private requestOf(fileSystem: FileSystem, keeper: RecordKeeper): CopyRequest {
    const { request, sourceVolume, targetVolume, sourceInode } = keeper.record;
    const wished = request.targetFolder ?? readControl(this.folder).targetFolder;
    if (wished === null)
      throw new FerryError(
        'TARGET_MISSING',
        'No target folder has been chosen for this transfer yet.',
        'Choose one.',
      );
    if (wished !== request.targetFolder) keeper.change({ request: { ...request, targetFolder: wished } });
    const isRetry = wasBegun(keeper.record);
    const targetFolder = isRetry ? findOnVolume(fileSystem, wished, targetVolume) : wished;
    const source =
      isRetry && request.verb === 'copy'
        ? findSource(fileSystem, request.source, sourceVolume)
        : request.source;
    return {
      id: this.id,
      source,
      targetFolder,
      name: request.name ?? undefined,
      holes: request.holes ?? undefined,
      verify: request.verify,
      allowExpansion: request.allowExpansion,
      dryRun: false,
      verb: request.verb,
      remove: request.remove,
      snapshotFolders: request.snapshot === 'off' ? [] : this.placeSnapshot(source),
      keepUnfinished: true,
      past: isRetry
        ? pastOfJournal(readJournal(join(this.folder, journalFileName)), sourceInode ?? '')
        : undefined,
    };
  }

  /** A source that is not there gets its message from the copy. */
  private placeSnapshot(source: string): string[] {
    try {
      return placeSnapshot(this.state, this.id, realpathSync(source));
    } catch {
      return [];
    }
  }

  private async takeTurn(
    fileSystem: FileSystem,
    keeper: RecordKeeper,
    targetFolder: string,
  ): Promise<OwnerLock | undefined> {
    const volume = volumeKey(fileSystem, targetFolder);
    if (volume === undefined) return undefined;
    const waits = (behind: string) => {
      keeper.enter('queued', { detail: `waiting for ${this.nameOf(behind)}` });
      this.listener.waits?.(behind);
    };
    return takeVolumeTurn(this.state, volume, this.id, waits, this.waiting.signal);
  }

  private nameOf(id: string): string {
    const view = readTransfer(this.state, id);
    return view?.kind === 'transfer'
      ? view.record.request.source.slice(view.record.request.source.lastIndexOf('/') + 1)
      : id;
  }

  private async copy(keeper: RecordKeeper, request: CopyRequest): Promise<CopyResult> {
    const { record } = keeper;
    keeper.enter('preparing', {
      attempts: record.attempts + 1,
      startedAt: record.startedAt ?? new Date().toISOString(),
      endedAt: null,
      error: null,
      warnings: [],
    });
    const journal = await JournalWriter.open(join(this.folder, journalFileName), (thrown) =>
      logEvent(this.folder, 'journal not written', { code: errnoOf(thrown) ?? String(thrown) }),
    );
    const job = startJob<CopyResult>({ kind: 'copy', request }, this.jobListener(keeper, journal));
    this.job = job;
    this.hear();
    if (this.isCancelled) job.cancel();
    this.listener.started?.(job);
    const ticker = setInterval(() => this.tick(keeper, job), 100);
    try {
      return await job.result;
    } finally {
      clearInterval(ticker);
      this.job = undefined;
      this.tick(keeper, job, false);
      await journal.close();
    }
  }

  private jobListener(keeper: RecordKeeper, journal: JournalWriter): JobListener {
    return {
      planned: (plan, target) => {
        keeper.change({
          method: plan.method,
          logicalBytes: plan.logicalBytes,
          allocatedBytes: plan.allocatedBytes,
          target,
        });
        this.listener.planned?.(plan, target);
      },
      warned: (warning: Warning) => {
        keeper.change({ warnings: [...keeper.record.warnings, warning.message].slice(-100) });
        this.listener.warned?.(warning);
      },
      noted: (note) => {
        keepNote(keeper, journal, note);
        this.listener.noted?.(note);
      },
      flushed: (path, position) =>
        journal.add({ kind: 'flushed', path, offset: Math.floor(position / segmentBytes) * segmentBytes }),
    };
  }

  /** Brings the board's state and counters into the record. */
  private tick(keeper: RecordKeeper, job: Job<CopyResult>, mayEnter = true): void {
    const { phase, ...counters } = job.progress();
    const isPaused = job.isWaiting();
    const wasPaused = keeper.record.state === 'paused';
    if (mayEnter && isPaused !== wasPaused && phase !== 'done')
      keeper.enter(isPaused ? 'paused' : phase, { counters });
    else if (phase !== 'done') keeper.change({ counters });
  }

  /** Somebody wants something: the control file says what. */
  private hear(): void {
    const { wish } = readControl(this.folder);
    if (wish === 'cancel') this.cancel();
    else if (wish === 'pause') this.job?.pause();
    else this.job?.continue();
  }

  private finish(fileSystem: FileSystem, keeper: RecordKeeper, result: CopyResult): void {
    const isSwept = this.trySweep(fileSystem);
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
        doneBytes: result.plan.neededBytes,
        totalBytes: result.plan.neededBytes,
      },
      error: null,
    });
  }

  private fail(fileSystem: FileSystem, keeper: RecordKeeper, error: FerryError): void {
    const { record } = keeper;
    const isCancel = error.code === 'CANCELLED';
    const isHopeless = isCancel || error.code === 'SOURCE_CHANGED' || error.code === 'COPY_DIFFERS';
    const outcome = {
      code: error.code,
      message: error.message,
      advice: error.advice,
      exitCode: this.listener.exitCodeOf(error),
      path: error.facts.path ?? null,
      missingBytes: error.code === 'NO_SPACE' ? (error.facts.bytes ?? null) : null,
      canResume: !isCancel,
    };
    logEvent(this.folder, 'failed', { code: error.code, message: error.message, errno: error.facts.errno });
    const isGone = error.facts.volumeGone === true;
    if (isHopeless || (!isGone && !isStaged(fileSystem, record.staging))) this.sweepAll(fileSystem, keeper);
    // A volume that went away may come back: the record keeps its state, and without an owner that is `interrupted`.
    if (error.facts.volumeGone === true && wasBegun(record)) {
      keeper.enter(record.state === 'queued' ? 'preparing' : record.state, { error: outcome });
      return;
    }
    keeper.enter(isCancel ? 'cancelled' : 'failed', { endedAt: new Date().toISOString(), error: outcome });
    // A wish holds for one life of a transfer: a cancelled one that is run again starts anew.
    if (!isCancel) writeControl(this.folder, { ...readControl(this.folder), wish: 'run' });
  }

  /** Only what bears our id, and only while its own volume is there: a folder left in its place is not ours. */
  private sweepAll(fileSystem: FileSystem, keeper: RecordKeeper): void {
    const { staging, targetVolume } = keeper.record;
    if (staging?.endsWith(`.ferry-${this.id}`) === true) {
      try {
        sweepStaging(
          fileSystem,
          join(findOnVolume(fileSystem, dirname(staging), targetVolume), basename(staging)),
        );
        keeper.change({ staging: null });
      } catch (thrown) {
        logEvent(this.folder, 'staging not swept', { staging, reason: String(thrown) });
      }
    }
    if (this.trySweep(fileSystem)) keeper.change({ snapshot: null });
  }

  private trySweep(fileSystem: FileSystem): boolean {
    try {
      sweepSnapshot(fileSystem, this.state, this.id);
      return true;
    } catch (thrown) {
      logEvent(this.folder, 'snapshot not swept', { code: errnoOf(thrown) });
      return false;
    }
  }
}

function keepNote(keeper: RecordKeeper, journal: JournalWriter, note: CopyNote): void {
  switch (note.kind) {
    case 'chosen': {
      const { sourceInode, target, staging, sourceVolume, targetVolume } = note;
      keeper.change({ sourceInode, target, staging, sourceVolume, targetVolume });
      return;
    }
    case 'snapshot':
      keeper.change({ snapshot: note.path });
      return;
    case 'wrote':
      return;
    case 'entered':
      if (note.phase !== 'done' && note.phase !== keeper.record.state) keeper.enter(note.phase);
      return;
    case 'finished': {
      const { path, copiedBytes, holeBytes } = note;
      journal.add({ kind: 'finished', path, copiedBytes, holeBytes });
      return;
    }
    default:
      journal.add(note);
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

/** Undefined when the folder cannot be looked at: then the copy finds out and says so. */
function volumeKey(fileSystem: FileSystem, folder: string): string | undefined {
  try {
    const path = fileSystem.resolve(folder);
    const { uuid } = fileSystem.readVolume(path);
    return uuid ?? `device ${fileSystem.readFacts(path).device}`;
  } catch {
    return undefined;
  }
}

function findSource(fileSystem: FileSystem, source: string, volume: TransferRecord['sourceVolume']): string {
  try {
    return findOnVolume(fileSystem, source, volume);
  } catch {
    // What is missing is then said by the copy, in words about the source.
    return source;
  }
}

function cancelled(): FerryError {
  return new FerryError('CANCELLED', 'The copy was cancelled.', 'Nothing was left behind.');
}

/** What was done so far is kept, so the person is told how to go on from there and how to get rid of it. */
function withWayOn(error: FerryError, id: string): FerryError {
  const { cause, ...facts } = error.facts;
  const way = `“ferry resume ${id}” goes on from here, “ferry cancel ${id}” removes the unfinished copy.`;
  return new FerryError(error.code, error.message, `${error.advice} ${way}`, {
    ...facts,
    cause: cause ?? error,
  });
}

function unknownTransfer(id: string): FerryError {
  return new FerryError(
    'TRANSFER_UNKNOWN',
    `There is no transfer ${id}.`,
    '“ferry list” shows all transfers.',
  );
}
