import { type FileHandle, open } from 'node:fs/promises';

/** A flush starts when this much has been written since the last one began. Starting early halves the final one. */
const stepBytes = 64 * 1024 * 1024;

interface FlushedFile {
  readonly handle: Promise<FileHandle>;
  askedBytes: number;
  running: Promise<void>;
  isRunning: boolean;
}

/**
 * Makes files durable while they are still being written, through a second descriptor and in Node's thread pool, so
 * that the flush at the end is short and the progress bar honest. Never fails: the writer's own flush finds out.
 */
export class FlushBehind {
  private readonly files = new Map<string, FlushedFile>();

  /**
   * The file at `path` is written up to `position`, ascending from call to call.
   *
   * @param flushed called when it is durable up to there; not called when this step started no flush, or the flush failed
   */
  wrote(path: string, position: number, flushed: () => void = () => {}): void {
    const file = this.fileAt(path);
    if (file.isRunning || position - file.askedBytes < stepBytes) return;
    file.askedBytes = position;
    file.isRunning = true;
    file.running = file.handle
      .then((handle) => handle.datasync())
      .then(flushed)
      .catch(() => undefined)
      .finally(() => {
        file.isRunning = false;
      });
  }

  /** The file is finished: lets go of it as soon as the flush under way has ended. */
  async closed(path: string): Promise<void> {
    const file = this.files.get(path);
    if (file === undefined) return;
    this.files.delete(path);
    await file.running;
    await file.handle.then((handle) => handle.close()).catch(() => undefined);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.files.keys()].map((path) => this.closed(path)));
  }

  private fileAt(path: string): FlushedFile {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const handle = open(path, 'r');
    handle.catch(() => undefined);
    const file: FlushedFile = { handle, askedBytes: 0, running: Promise.resolve(), isRunning: false };
    this.files.set(path, file);
    return file;
  }
}
