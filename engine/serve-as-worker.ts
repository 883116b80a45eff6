import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { AuditorThread } from './auditor-thread.ts';
import { scanBundle } from './bundle/scan-bundle.ts';
import { loadStreamHash } from './copy/content-digest.ts';
import { Control } from './copy/control.ts';
import { copyBundle } from './copy/copy-bundle.ts';
import type { CopyObserver, CopyResult } from './copy/copy-observer.ts';
import type { CopyRequest } from './copy/copy-request.ts';
import { enterPhase } from './copy/enter-phase.ts';
import { factsIfAny } from './copy/facts-if-any.ts';
import { ProgressBoard } from './copy/progress-board.ts';
import { removeSource } from './copy/remove-source.ts';
import { type Difference, verifyCopy } from './copy/verify-copy.ts';
import { asFerryError, errnoOf, FerryError } from './errors.ts';
import type { FailedJob, JobMessage, JobOrder } from './job.ts';
import { measureBundle } from './measure-bundle.ts';
import { NoteQueue } from './note-queue.ts';
import { resolveGiven } from './resolve-given.ts';
import type { WorkerOrder } from './start-job.ts';
import type { FileSystem } from './system/file-system.ts';
import { moveToTrash } from './system/move-to-trash.ts';
import { openFileSystem } from './system/open-file-system.ts';

/**
 * Does the job this thread was started for, if it was. A program that bundles the engine into one file calls it first
 * thing, since that file is then also the worker's.
 *
 * @returns false on the main thread and in foreign workers: go on as usual
 */
export function serveAsWorker(): boolean {
  const order = workerData as WorkerOrder | { readonly vmFerryJob: null } | null;
  if (isMainThread || order?.vmFerryJob === undefined) return false;
  if (order.vmFerryJob === null) awaitOrder();
  else void serve(order);
  return true;
}

let opened: FileSystem | undefined;

function fileSystemHere(): FileSystem {
  opened ??= openFileSystem().fileSystem;
  return opened;
}

/** Started ahead: what takes time is loaded while the main thread still reads what is wanted. */
function awaitOrder(): void {
  parentPort?.once('message', (order: WorkerOrder) => void serve(order));
  try {
    fileSystemHere();
  } catch {
    // The job will try again, and say it.
  }
}

async function serve(order: WorkerOrder): Promise<void> {
  const notes = new NoteQueue((held) => tell({ kind: 'noted', notes: held }));
  const tellInOrder = (message: JobMessage) => {
    notes.flush();
    tell(message);
  };
  const control = new Control(order.controlMemory);
  const observer: CopyObserver = {
    control,
    board: new ProgressBoard(order.boardMemory),
    planned: (plan, target) => tellInOrder({ kind: 'planned', plan, target }),
    warned: (warning) => tellInOrder({ kind: 'warned', warning }),
    noted: (note) => notes.add(note),
    auditor: new AuditorThread(fileSystemHere, control),
  };
  try {
    const result = await doJob(order.vmFerryJob, observer);
    tellInOrder({ kind: 'finished', result });
  } catch (thrown) {
    tellInOrder({ kind: 'failed', error: asFailedJob(thrown) });
  }
}

async function doJob(job: JobOrder, observer: CopyObserver): Promise<unknown> {
  const fileSystem = fileSystemHere();
  if (job.kind === 'copy') return doCopy(fileSystem, job.request, observer);
  if (job.kind === 'measure')
    return measureBundle(fileSystem, resolveGiven(fileSystem, job.source), observer);
  const scan = scanBundle(fileSystem, resolveGiven(fileSystem, job.source));
  const copyRoot = resolveGiven(fileSystem, job.copy);
  if (factsIfAny(fileSystem, copyRoot) === undefined) throw noCopyAt(copyRoot);
  observer.board.set('filesTotal', scan.entries.length);
  const differences: Difference[] = verifyCopy(
    fileSystem,
    scan,
    copyRoot,
    new Map(),
    await loadStreamHash(),
    observer,
  );
  return { source: scan.root, copy: copyRoot, logicalBytes: scan.logicalBytes, differences };
}

function noCopyAt(path: string): FerryError {
  const advice = 'Name the copy itself, not the folder it is in, and look whether its drive is connected.';
  return new FerryError('TARGET_MISSING', `There is nothing at ${path}.`, advice, { path });
}

async function doCopy(
  fileSystem: FileSystem,
  request: CopyRequest,
  observer: CopyObserver,
): Promise<CopyResult> {
  const isMove = request.verb === 'move';
  // A move verifies always: what is about to be removed is the only other copy.
  const hash = request.verify || isMove ? await loadStreamHash() : undefined;
  const result = copyBundle(fileSystem, request, observer, hash);
  if (!isMove || result.isRenamed || request.dryRun) return result;
  enterPhase(observer, 'removing-source', 0);
  await removeSource(
    fileSystem,
    result.source,
    result.original,
    request.remove ?? 'trash',
    request.id,
    moveToTrash,
  );
  enterPhase(observer, 'done', 0);
  return { ...result, isSourceRemoved: true };
}

function tell(message: JobMessage): void {
  parentPort?.postMessage(message);
}

function asFailedJob(thrown: unknown): FailedJob {
  const error = asFerryError(thrown);
  const { cause, ...facts } = error.facts;
  const errno = facts.errno ?? errnoOf(cause);
  const stack = (cause instanceof Error ? cause.stack : undefined) ?? error.stack ?? '';
  return {
    code: error.code,
    message: error.message,
    advice: error.advice,
    facts: errno === undefined ? facts : { ...facts, errno },
    stack,
  };
}
