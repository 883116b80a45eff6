import { closeSync, fstatSync, fsyncSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import type { EntryFacts, OpenFile, Refusal, SeekAnswer } from '../file-system.ts';
import { asSystemCallError, systemCall } from '../system-call.ts';
import { nodeFacts } from './node-facts.ts';

/** A descriptor that no process has: every call on it gives EBADF. */
const neverOpen = 2 ** 31 - 1;

/**
 * An open file through node:fs alone: no hole map, no punching, no cache control. The native files extend it.
 * libuv retries EINTR for read and write, so it is not seen here.
 */
export class PortableFile implements OpenFile {
  readonly path: string;
  protected fd: number;

  constructor(path: string, fd: number) {
    this.path = path;
    this.fd = fd;
  }

  readFacts(): EntryFacts {
    return systemCall('fstat', this.path, () => nodeFacts(fstatSync(this.fd, { bigint: true }), this.path));
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    try {
      return readSync(this.fd, buffer, offset, length, position);
    } catch (thrown) {
      throw asSystemCallError('read', this.path, thrown);
    }
  }

  readHole(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return this.read(buffer, offset, length, position);
  }

  descriptorForHoles(): number | undefined {
    return this.fd;
  }

  write(buffer: Uint8Array, offset: number, length: number, position: number): number {
    try {
      return writeSync(this.fd, buffer, offset, length, position);
    } catch (thrown) {
      throw asSystemCallError('write', this.path, thrown);
    }
  }

  setLength(bytes: number): void {
    systemCall('ftruncate', this.path, () => ftruncateSync(this.fd, bytes));
  }

  findHole(_position: number): SeekAnswer {
    return 'unsupported';
  }

  findData(_position: number): SeekAnswer {
    return 'unsupported';
  }

  tryPunch(_start: number, _end: number): Refusal | 'punched' {
    return { refused: 'node:fs cannot punch holes' };
  }

  readLock(): 'free' | 'locked' | 'unsupported' {
    return 'unsupported';
  }

  /** libuv asks macOS for F_FULLFSYNC first (libuv unix/fs.c uv__fs_fsync), Linux for fsync. */
  flush(): void {
    systemCall('fsync', this.path, () => fsyncSync(this.fd));
  }

  settle(): void {
    try {
      fsyncSync(this.fd);
    } catch {
      // A hint only: a read-only volume may refuse, and the hole policy does not rely on it.
    }
  }

  readFromDevice(): void {}

  expectOnePass(): void {}

  forget(_start: number, _end: number): void {}

  close(): void {
    const fd = this.fd;
    // The number is given to the next file that is opened: whoever still holds this one must not reach that.
    this.fd = neverOpen;
    systemCall('close', this.path, () => closeSync(fd));
  }
}
