import { SystemCallError } from '../../engine/errors.ts';
import type { EntryFacts, OpenFile, Refusal, SeekAnswer } from '../../engine/system/file-system.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';
import { memoryBlockBytes as block, type MemoryInode } from './memory-inode.ts';

/** An open file of the memory file system. */
export class MemoryFile implements OpenFile {
  readonly path: string;
  private readonly system: MemoryFileSystem;
  private readonly inode: MemoryInode;
  private readonly isWritable: boolean;
  private isOpen = true;

  constructor(system: MemoryFileSystem, path: string, inode: MemoryInode, isWritable: boolean) {
    this.system = system;
    this.path = path;
    this.inode = inode;
    this.isWritable = isWritable;
    system.openFiles++;
  }

  readFacts(): EntryFacts {
    this.require('fstat');
    return this.inode.facts();
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    this.require('read');
    this.inode.isDataless = false;
    const { logicalBytes, blocks } = this.inode.content;
    const bytes = Math.max(0, Math.min(length, logicalBytes - position, this.system.bytesPerCallMax));
    for (let done = 0; done < bytes; ) {
      const at = position + done;
      const part = Math.min(bytes - done, block - (at % block));
      const stored = blocks.get(Math.floor(at / block));
      if (stored === undefined) buffer.fill(0, offset + done, offset + done + part);
      else buffer.set(stored.subarray(at % block, (at % block) + part), offset + done);
      done += part;
    }
    return bytes;
  }

  readHole(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return this.read(buffer, offset, length, position);
  }

  descriptorForHoles(): undefined {
    return undefined;
  }

  write(buffer: Uint8Array, offset: number, length: number, position: number): number {
    this.require('write', true);
    const bytes = this.bytesThatFit(position, Math.min(length, this.system.bytesPerCallMax));
    if (position > this.inode.content.logicalBytes) this.fillGap(position);
    for (let done = 0; done < bytes; ) {
      const at = position + done;
      const part = Math.min(bytes - done, block - (at % block));
      this.store(Math.floor(at / block), at % block, buffer.subarray(offset + done, offset + done + part));
      done += part;
    }
    this.inode.content.logicalBytes = Math.max(this.inode.content.logicalBytes, position + bytes);
    this.inode.touch();
    return bytes;
  }

  readLock(): 'free' | 'locked' | 'unsupported' {
    this.require('flock');
    return this.system.locked.has(this.path) ? 'locked' : 'free';
  }

  setLength(bytes: number): void {
    this.require('ftruncate', true);
    if (bytes > this.system.longestFileBytes) throw new SystemCallError('EFBIG', 'ftruncate', this.path);
    const { content } = this.inode;
    if (bytes < content.logicalBytes) {
      for (const index of [...content.blocks.keys()])
        if (index * block >= bytes) content.blocks.delete(index);
      const last = content.blocks.get(Math.floor(bytes / block));
      if (last !== undefined && bytes % block !== 0)
        this.store(Math.floor(bytes / block), bytes % block, Buffer.alloc(block - (bytes % block)));
    } else if (bytes > content.logicalBytes) {
      this.fillGap(bytes);
    }
    content.logicalBytes = bytes;
    this.inode.touch();
  }

  findHole(position: number): SeekAnswer {
    this.require('lseek');
    if (!this.system.canSeekHoles) return 'unsupported';
    const { logicalBytes } = this.inode.content;
    if (position >= logicalBytes) return 'none';
    let at = position;
    while (at < logicalBytes && this.isData(at)) at = (Math.floor(at / block) + 1) * block;
    return Math.min(at, logicalBytes);
  }

  findData(position: number): SeekAnswer {
    this.require('lseek');
    if (!this.system.canSeekHoles) return 'unsupported';
    const { logicalBytes } = this.inode.content;
    // By the blocks there are, so that an 8 TiB hole is no 2^31 steps.
    const candidates = [...this.inode.content.blocks.keys()]
      .map((index) => Math.max(index * block, position))
      .sort((a, b) => a - b);
    return (
      candidates.find(
        (at) =>
          at >= position &&
          Math.floor(at / block) * block + block > position &&
          at < logicalBytes &&
          this.isData(at),
      ) ?? 'none'
    );
  }

  tryPunch(start: number, end: number): Refusal | 'punched' {
    this.require('punch', true);
    if (!this.system.canHoldHoles) return { refused: 'ENOTSUP' };
    if (start % block !== 0 || end % block !== 0) throw new SystemCallError('EINVAL', 'punch', this.path);
    for (const index of [...this.inode.content.blocks.keys()]) {
      if (index * block >= start && index * block < end) this.inode.content.blocks.delete(index);
    }
    return 'punched';
  }

  flush(): void {
    this.require('fsync');
    this.inode.flush();
  }

  settle(): void {
    this.require('fsync');
    if (!this.system.claimsSurviveFlush) this.inode.claimedHoles = [];
  }

  readFromDevice(): void {}

  expectOnePass(): void {}

  forget(_start: number, _end: number): void {}

  close(): void {
    this.require('close');
    this.isOpen = false;
    this.system.openFiles--;
  }

  /**
   * A full volume takes what fits and says so by a short count; ENOSPC comes only when nothing fits (POSIX write).
   *
   * @throws SystemCallError ENOSPC
   */
  private bytesThatFit(position: number, length: number): number {
    let free = this.system.freeBytes;
    for (let done = 0; done < length; ) {
      const at = position + done;
      if (!this.inode.content.blocks.has(Math.floor(at / block))) free -= block;
      if (free < 0 && done === 0) throw new SystemCallError('ENOSPC', 'write', this.path);
      if (free < 0) return done;
      done += block - (at % block);
    }
    return length;
  }

  private isData(at: number): boolean {
    return (
      this.inode.content.blocks.has(Math.floor(at / block)) &&
      !this.inode.claimedHoles.some(({ start, end }) => start <= at && at < end)
    );
  }

  private store(index: number, at: number, bytes: Uint8Array): void {
    const { blocks } = this.inode.content;
    const old = blocks.get(index);
    if (old === undefined && this.system.freeBytes < block)
      throw new SystemCallError('ENOSPC', 'write', this.path);
    const fresh = old === undefined ? Buffer.alloc(block) : Buffer.from(old);
    fresh.set(bytes, at);
    blocks.set(index, fresh);
  }

  /** A volume without holes writes the zeros. */
  private fillGap(until: number): void {
    if (this.system.canHoldHoles) return;
    const first = Math.ceil(this.inode.content.logicalBytes / block);
    for (let index = first; index * block < until; index++) {
      if (!this.inode.content.blocks.has(index)) this.store(index, 0, new Uint8Array(0));
    }
  }

  private require(call: string, isChange = false): void {
    if (!this.isOpen || (isChange && !this.isWritable)) throw new SystemCallError('EBADF', call, this.path);
  }
}
