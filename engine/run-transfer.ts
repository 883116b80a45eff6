import { watch } from 'node:fs';
import { join } from 'node:path';
import { segmentBytes } from './copy/content-digest.ts';
import type { CopyResult, Warning } from './copy/copy-observer.ts';
import type { CopyRequest } from './copy/copy-request.ts';
import { dropStaleJournal } from './drop-stale-journal.ts';
import { failTransfer, finishTransfer } from './end-transfer.ts';
import { asFerryError, errnoOf, FerryError } from './errors.ts';
import type { Job, JobListener } from './job.ts';
import { keepNote } from './keep-note.ts';
import { RecordKeeper } from './keep-record.ts';
import { requestOfRecord } from './request-of-record.ts';
import { sweepLeftSnapshots } from './snapshot-places.ts';
import { startJob } from './start-job.ts';
import type { FileSystem } from './system/file-system.ts';
import { openFileSystem } from './system/open-file-system.ts';
import { readOwnRecord, takeOwnership } from './take-ownership.ts';
import { takeTurn } from './take-turn.ts';
import { readControl } from './transfers/control-file.ts';
import { JournalWriter, journalFileName } from './transfers/journal.ts';
import type { OwnerLock } from './transfers/owner-lock.ts';
import { sweepTemporaries } from './transfers/replace-file.ts';
import { transferFolder } from './transfers/state-folder.ts';
import { logEvent } from './transfers/transfer-log.ts';

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
    const lock = takeOwnership(this.state, this.id);
    try {
      sweepTemporaries(this.folder);
      return await this.own(new RecordKeeper(this.folder, readOwnRecord(this.state, this.id)));
    } finally {
      lock.release();
    }
  }

  private async own(keeper: RecordKeeper): Promise<CopyResult> {
    const control = watch(this.folder, () => this.hear());
    control.on('error', () => {});
    try {
      const { fileSystem } = openFileSystem();
      sweepLeftSnapshots(fileSystem, this.state);
      this.hear();
      return await this.work(fileSystem, keeper);
    } finally {
      control.close();
      keeper.close();
    }
  }

  private async work(fileSystem: FileSystem, keeper: RecordKeeper): Promise<CopyResult> {
    const { id, state, folder } = this;
    const owned = { id, state, folder, fileSystem, keeper, exitCodeOf: this.listener.exitCodeOf };
    let turn: OwnerLock | undefined;
    try {
      if (this.isCancelled) throw cancelled();
      const request = requestOfRecord(owned);
      turn = await takeTurn(owned, request.targetFolder, this.waiting.signal, (behind) =>
        this.listener.waits?.(behind),
      );
      if (this.isCancelled) throw cancelled();
      dropStaleJournal(owned, request);
      const result = await this.copy(keeper, request);
      finishTransfer(owned, result);
      return result;
    } catch (thrown) {
      throw failTransfer(owned, asFerryError(thrown));
    } finally {
      turn?.release();
    }
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
}

function cancelled(): FerryError {
  return new FerryError('CANCELLED', 'The copy was cancelled.', 'Nothing was left behind.');
}
