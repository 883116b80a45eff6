import { execFileSync, spawn } from 'node:child_process';
import { errnoOf } from '../../engine/errors.ts';
import type { FileSystem, OpenFile } from '../../engine/system/file-system.ts';
import type { SparseFixture } from '../support/sparse-fixture.ts';

/** One implementation under the contract, in an empty folder. */
export interface Subject {
  readonly fileSystem: FileSystem;
  readonly root: string;
  /** Whether its hole map can be asked and shows real holes. */
  readonly hasHoleMap: boolean;
  readonly canPunch: boolean;
  /** Times are kept to this many nanoseconds. */
  readonly timeGrainNs: bigint;
  setAttribute?(path: string, name: string, value: string): void;
  getAttribute?(path: string, name: string): string | undefined;
  /** Links can have extended attributes too. */
  readonly hasLinkAttributes?: boolean;
  /** Locks a file from another process, until the answer is called. Absent where locks cannot be asked for. */
  lock?(path: string): Promise<() => Promise<void>>;
  /** Where there are such things. */
  makeFifo(path: string): void;
}

/** For `makeFifo` of subjects on real volumes: node:fs has no call for it. */
export function makeFifo(path: string): void {
  execFileSync('mkfifo', ['--', path]);
}

/** For `lock` of subjects on real volumes: flock(1) holds the lock as long as its command runs. */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const child = spawn(
    'flock',
    ['--exclusive', '--nonblock', path, 'sh', '-c', 'echo locked; exec sleep 60'],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  // Its output closes when the last process that inherited the lock is gone.
  const ended = new Promise((done) => child.once('close', done));
  await new Promise((done) => child.stdout?.once('data', done));
  return async () => {
    // Its group: the command inherited the lock.
    process.kill(-(child.pid as number));
    await ended;
  };
}

/** The error number of a step, or `none` when it succeeds. */
export function codeOf(step: () => unknown): string {
  try {
    step();
    return 'none';
  } catch (thrown) {
    return errnoOf(thrown) ?? String(thrown);
  }
}

export function using<T>(file: OpenFile, use: (file: OpenFile) => T): T {
  try {
    return use(file);
  } finally {
    file.close();
  }
}

export function writeAll(file: OpenFile, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += file.write(bytes, done, bytes.length - done, position + done);
}

/** Fails instead of turning for ever when the file ends early. */
export function readRange(file: OpenFile, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(end - start, 0xee);
  for (let done = 0; done < bytes.length; ) {
    const count = file.read(bytes, done, bytes.length - done, start + done);
    if (count === 0) throw new Error(`${file.path} ends at ${start + done}, before ${end}`);
    done += count;
  }
  return bytes;
}

export function readAll(fileSystem: FileSystem, path: string): Buffer {
  return using(fileSystem.openForReading(path), (file) => readRange(file, 0, file.readFacts().logicalBytes));
}

export function putFile(fileSystem: FileSystem, path: string, content: string | Uint8Array = ''): string {
  using(fileSystem.createFile(path), (file) => writeAll(file, Buffer.from(content), 0));
  return path;
}

export function putFixture(fileSystem: FileSystem, path: string, plan: SparseFixture): void {
  using(fileSystem.createFile(path), (file) => {
    file.setLength(plan.logicalBytes);
    for (const { start, bytes } of plan.pieces) writeAll(file, bytes, start);
    file.flush();
  });
}
