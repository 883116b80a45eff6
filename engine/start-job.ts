import { Worker } from 'node:worker_threads';
import { Control } from './copy/control.ts';
import type { CopyNote } from './copy/copy-note.ts';
import { ProgressBoard } from './copy/progress-board.ts';
import { asFerryError, FerryError } from './errors.ts';
import type { Job, JobListener, JobMessage, JobOrder } from './job.ts';
import { FlushBehind } from './system/flush-behind.ts';
import { workerFile } from './worker-file.ts';

/** What `serveAsWorker` finds in its workerData; in a thread that was started ahead, in its first message. */
export interface WorkerOrder {
  readonly vmFerryJob: JobOrder;
  readonly controlMemory: SharedArrayBuffer;
  readonly boardMemory: SharedArrayBuffer;
}

/** The workerData of a thread whose order comes as a message. */
const startedAhead = { vmFerryJob: null };

/**
 * Starts a job in a worker thread; this thread stays free for signals, progress and flushing behind the writer.
 */
export function startJob<Result>(order: JobOrder, listener: JobListener): Job<Result> {
  const control = new Control();
  const board = new ProgressBoard();
  const workerData: WorkerOrder = {
    vmFerryJob: order,
    controlMemory: control.memory,
    boardMemory: board.memory,
  };
  const worker = workerFor(workerData);
  return {
    result: settle<Result>(worker, listener),
    progress: () => board.read(),
    pause: () => control.pause(),
    isWaiting: () => control.isWaiting(),
    continue: () => control.continue(),
    cancel: () => control.cancel(),
  };
}

/**
 * Of the young generation, which by default grows to tens of MiB while thousands of small files pass through: 15 MiB less memory at
 * the peak, and no slower (test/bench).
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

let waiting: Worker | undefined;

/**
 * Starts a thread for the next job while this one is still reading arguments and records: on two cores the job then begins
 * about 0.1 s earlier. It keeps no process alive.
 */
export function startThreadAhead(): void {
  waiting ??= new Worker(workerFile(new URL('./copy-worker.ts', import.meta.url)), {
    workerData: startedAhead,
    resourceLimits,
  });
  waiting.unref();
  // One that dies while it waits is not used; the job then says what is wrong.
  waiting.once('error', () => {
    waiting = undefined;
  });
}

function workerFor(order: WorkerOrder): Worker {
  const worker = waiting;
  waiting = undefined;
  if (worker === undefined)
    return new Worker(workerFile(new URL('./copy-worker.ts', import.meta.url)), {
      workerData: order,
      resourceLimits,
    });
  worker.removeAllListeners('error');
  worker.ref();
  worker.postMessage(order);
  return worker;
}

async function settle<Result>(worker: Worker, listener: JobListener): Promise<Result> {
  const flushBehind = new FlushBehind();
  try {
    return await new Promise<Result>((resolve, reject) => {
      worker.on('message', (message: JobMessage) => {
        switch (message.kind) {
          case 'planned':
            return listener.planned?.(message.plan, message.target);
          case 'warned':
            return listener.warned?.(message.warning);
          case 'noted':
            for (const note of message.notes) {
              followNote(flushBehind, note, listener);
              listener.noted?.(note);
            }
            return;
          case 'finished':
            return resolve(message.result as Result);
          case 'failed': {
            const { code, message: text, advice, facts, stack } = message.error;
            return reject(new FerryError(code, text, advice, { ...facts, cause: stack }));
          }
        }
      });
      worker.on('error', (cause) => reject(asFerryError(cause)));
      worker.on('exit', (code) => reject(asFerryError(new Error(`the copying thread ended with ${code}`))));
    });
  } finally {
    await flushBehind.closeAll();
    await worker.terminate();
  }
}

function followNote(flushBehind: FlushBehind, note: CopyNote, listener: JobListener): void {
  if (note.kind === 'wrote')
    flushBehind.wrote(note.stagedPath, note.position, () => listener.flushed?.(note.path, note.position));
  if (note.kind === 'finished') void flushBehind.closed(note.stagedPath);
}
