import type { Refusal, SeekAnswer } from '../file-system.ts';
import { nativeError } from '../libc.ts';
import { PortableFile } from '../portable/portable-file.ts';
import {
  F_OFD_GETLK,
  F_UNLCK,
  F_WRLCK,
  FALLOC_FL_KEEP_SIZE,
  FALLOC_FL_PUNCH_HOLE,
  flockBytes,
  LOCK_NB,
  LOCK_SH,
  LOCK_UN,
  POSIX_FADV_DONTNEED,
  POSIX_FADV_SEQUENTIAL,
  SEEK_DATA,
  SEEK_HOLE,
} from './linux-abi.ts';
import type { LinuxCalls } from './linux-calls.ts';

/** lseek(2) and fallocate(2): a file system or device without the operation. */
const notOffered = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'ESPIPE', 'ENOTTY']);

/** An open file on Linux: hole map, punching and cache control on top of node:fs. */
export class LinuxFile extends PortableFile {
  private readonly calls: LinuxCalls;

  constructor(path: string, fd: number, calls: LinuxCalls) {
    super(path, fd);
    this.calls = calls;
  }

  override findHole(position: number): SeekAnswer {
    return this.seek(position, SEEK_HOLE);
  }

  override findData(position: number): SeekAnswer {
    return this.seek(position, SEEK_DATA);
  }

  override tryPunch(start: number, end: number): Refusal | 'punched' {
    const mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    if (this.calls.fallocate(this.fd, mode, start, end - start) === 0) return 'punched';
    const error = this.error('fallocate');
    if (notOffered.has(error.code)) return { refused: error.code };
    throw error;
  }

  /** Clean pages are dropped; the next read goes to the device. Dirty ones stay, hence: flush first. */
  override readFromDevice(): void {
    this.calls.fadvise(this.fd, 0, 0, POSIX_FADV_DONTNEED);
  }

  override expectOnePass(): void {
    this.calls.fadvise(this.fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  }

  override forget(start: number, end: number): void {
    this.calls.fadvise(this.fd, start, end - start, POSIX_FADV_DONTNEED);
  }

  /** Record locks (QEMU's) are asked for without taking one; flock can only be tried, and is held between two calls. */
  override readLock(): 'free' | 'locked' | 'unsupported' {
    if (this.calls.flock(this.fd, LOCK_SH | LOCK_NB) === 0) this.calls.flock(this.fd, LOCK_UN);
    else if (this.error('flock').code === 'EAGAIN') return 'locked';
    const lock = Buffer.alloc(flockBytes);
    lock.writeInt16LE(F_WRLCK, 0);
    if (this.calls.fcntl(this.fd, F_OFD_GETLK, 'void *', lock) !== 0) return 'unsupported';
    return lock.readInt16LE(0) === F_UNLCK ? 'free' : 'locked';
  }

  private error(call: string) {
    return nativeError(this.calls.libc, this.calls.errnoNames, call, this.path);
  }

  private seek(position: number, whence: number): SeekAnswer {
    const answer = this.calls.lseek(this.fd, position, whence);
    if (answer >= 0) return answer;
    const error = this.error('lseek');
    if (error.code === 'ENXIO') return 'none';
    if (notOffered.has(error.code)) return 'unsupported';
    throw error;
  }
}
