import type { EntryFacts, Refusal, SeekAnswer } from '../file-system.ts';
import { nativeError } from '../libc.ts';
import { PortableFile } from '../portable/portable-file.ts';
import { constants, structs } from './macos-abi.ts';
import type { MacosCalls } from './macos-calls.ts';
import { withFlags } from './macos-facts.ts';

/**
 * "Not supported" has many numbers on macOS: ENOTTY from HFS+, FAT and NFS, ENOTSUP from SMB and by default, EOPNOTSUPP
 * from some, ESPIPE from what is no file (darwin-abi.md §2.1).
 */
const notOffered = new Set(['ENOTTY', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'ESPIPE', 'ENOSYS']);

/** An open file on macOS: hole map with its quirks, punching and cache control on top of node:fs. */
export class MacosFile extends PortableFile {
  private readonly calls: MacosCalls;

  constructor(path: string, fd: number, calls: MacosCalls) {
    super(path, fd);
    this.calls = calls;
  }

  override readFacts(): EntryFacts {
    const stat = Buffer.alloc(structs.stat.size);
    if (this.calls.fstat(this.fd, stat) !== 0) throw this.error('fstat');
    return withFlags(super.readFacts(), stat);
  }

  override findHole(position: number): SeekAnswer {
    return this.seek(position, constants.SEEK_HOLE);
  }

  override findData(position: number): SeekAnswer {
    return this.seek(position, constants.SEEK_DATA);
  }

  override tryPunch(start: number, end: number): Refusal | 'punched' {
    const { size, fields } = structs.fpunchhole;
    const hole = Buffer.alloc(size);
    hole.writeBigInt64LE(BigInt(start), fields.fp_offset[0]);
    hole.writeBigInt64LE(BigInt(end - start), fields.fp_length[0]);
    if (this.calls.fcntl(this.fd, constants.F_PUNCHHOLE, 'void *', hole) === 0) return 'punched';
    const error = this.error('fcntl F_PUNCHHOLE');
    if (notOffered.has(error.code)) return { refused: error.code };
    throw error;
  }

  /**
   * fcntl tells of record locks (QEMU's) without taking one; flock can only be tried, so it is held for the moment between two
   * calls. Virtualization.framework's own locks show as one of the two; which one is to confirm on a Mac.
   */
  override readLock(): 'free' | 'locked' | 'unsupported' {
    const { F_GETLK, F_OFD_GETLK, LOCK_SH, LOCK_NB, LOCK_UN } = constants;
    if (this.calls.flock(this.fd, LOCK_SH | LOCK_NB) === 0) this.calls.flock(this.fd, LOCK_UN);
    else if (this.error('flock').code === 'EAGAIN') return 'locked';
    const answers = [F_GETLK, F_OFD_GETLK].map((command) => this.recordLock(command));
    if (answers.includes('locked')) return 'locked';
    return answers.includes('free') ? 'free' : 'unsupported';
  }

  private recordLock(command: number): 'free' | 'locked' | 'unsupported' {
    const { size, fields } = structs.flock;
    const lock = Buffer.alloc(size);
    lock.writeInt16LE(constants.F_WRLCK, fields.l_type[0]);
    if (this.calls.fcntl(this.fd, command, 'void *', lock) !== 0) return 'unsupported';
    return lock.readInt16LE(fields.l_type[0]) === constants.F_UNLCK ? 'free' : 'locked';
  }

  /** Plain fsync: pages reach the file system, which is all that its hole map can know. No drive flush is needed. */
  override settle(): void {
    this.calls.fsync(this.fd);
  }

  /** F_NOCACHE reads pass by the unified buffer cache (fcntl.2); that they always do on APFS is to confirm on a Mac. */
  override readFromDevice(): void {
    this.calls.fcntl(this.fd, constants.F_NOCACHE, 'int', 1);
  }

  /** As Apple's copyfile does for its source (copyfile.c:1425), so that an 18 GB copy does not push out all else. */
  override expectOnePass(): void {
    this.calls.fcntl(this.fd, constants.F_NOCACHE, 'int', 1);
  }

  private seek(position: number, whence: number): SeekAnswer {
    const answer = this.calls.lseek(this.fd, position, whence);
    if (answer >= 0) return answer;
    const error = this.error('lseek');
    if (error.code === 'ENXIO') return 'none';
    if (notOffered.has(error.code)) return 'unsupported';
    throw error;
  }

  private error(call: string) {
    return nativeError(this.calls.libc, this.calls.errnoNames, call, this.path);
  }
}
