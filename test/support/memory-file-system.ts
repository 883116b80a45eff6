import { SystemCallError } from '../../engine/errors.ts';
import type {
  EntryFacts,
  EntryKind,
  FileSystem,
  Holder,
  MetadataLoss,
  OpenFile,
  Refusal,
  VolumeFacts,
} from '../../engine/system/file-system.ts';
import { MemoryFile } from './memory-file.ts';
import { type FolderChange, MemoryInode, memoryBlockBytes, survivorOf } from './memory-inode.ts';
import type { SeededRandom } from './seeded-random.ts';

/** As on Linux (path_resolution.7): a link that leads to itself must end somewhere. */
const linksOnTheWayMax = 40;

/**
 * A whole file system in memory, for what no real one does on demand: lying hole maps, short counts, volumes without holes,
 * power cuts. It passes the contract suite like the others.
 *
 * It proves that the copy reacts rightly to what a FileSystem answers. It does not prove that any real volume answers
 * so, nor anything about speed, permissions or other processes.
 */
export class MemoryFileSystem implements FileSystem {
  readonly name = 'memory';
  canHoldHoles = true;
  canSeekHoles = true;
  canClone = false;
  isHoleMapTrusted = false;
  /** Whether claimed holes stay after `settle`. */
  claimsSurviveFlush = false;
  /** Short reads and writes: no call moves more than this. */
  bytesPerCallMax = Number.POSITIVE_INFINITY;
  longestFileBytes = Number.MAX_SAFE_INTEGER;
  totalBytes = 2 ** 40;
  /** Descriptors that are open now: a leak shows here. */
  openFiles = 0;
  /** What `readHolders` answers. */
  holders: Holder[] | Refusal = [];
  /** Paths of files that somebody has locked. */
  readonly locked = new Set<string>();
  /** Folders below `/` that are volumes of their own: path → device. */
  readonly devices = new Map<string, bigint>();
  root: MemoryInode = new MemoryInode('folder', 1n);
  /** Changes of names that no flush has reached yet, oldest first. */
  private unflushed: FolderChange[] = [];

  get freeBytes(): number {
    return this.totalBytes - usedBytes(this.root);
  }

  readFacts(path: string): EntryFacts {
    return this.at(path, 'lstat').facts();
  }

  readNames(folder: string): string[] {
    const inode = this.at(folder, 'readdir');
    if (inode.kind !== 'folder') throw new SystemCallError('ENOTDIR', 'readdir', folder);
    inode.isDataless = false;
    return [...inode.names.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  readLinkAim(path: string): string {
    const inode = this.at(path, 'readlink');
    if (inode.kind !== 'link') throw new SystemCallError('EINVAL', 'readlink', path);
    return inode.linkAim;
  }

  resolve(path: string): string {
    return this.resolved(path, path, 'realpath', linksOnTheWayMax);
  }

  openForReading(path: string): OpenFile {
    const inode = this.at(path, 'open');
    if (inode.kind === 'link') throw new SystemCallError('ELOOP', 'open', path);
    return new MemoryFile(this, path, inode, false);
  }

  createFile(path: string): OpenFile {
    return new MemoryFile(this, path, this.add(path, 'file', 'open'), true);
  }

  openForWriting(path: string): OpenFile {
    const inode = this.at(path, 'open');
    if (inode.kind === 'link') throw new SystemCallError('ELOOP', 'open', path);
    if (inode.kind === 'folder') throw new SystemCallError('EISDIR', 'open', path);
    return new MemoryFile(this, path, inode, true);
  }

  makeFolder(path: string): void {
    this.add(path, 'folder', 'mkdir').mode = 0o700;
  }

  makeLink(path: string, aim: string): void {
    this.add(path, 'link', 'symlink').linkAim = aim;
  }

  tryClone(source: string, target: string): Refusal | 'cloned' {
    const from = this.at(source, 'clone');
    if (!this.canClone) return { refused: 'ENOTSUP' };
    if (from.device !== this.at(parentOf(target), 'clone').device) return { refused: 'EXDEV' };
    const into = this.add(target, 'file', 'clone');
    into.content = { logicalBytes: from.content.logicalBytes, blocks: new Map(from.content.blocks) };
    return 'cloned';
  }

  tryRename(source: string, target: string): 'renamed' | 'taken' {
    const inode = this.at(source, 'rename');
    const [folder, name] = this.place(target, 'rename');
    if (folder.names.has(name)) return 'taken';
    if (folder.device !== inode.device) throw new SystemCallError('EXDEV', 'rename', target);
    const [oldFolder, oldName] = this.place(source, 'rename');
    oldFolder.names.delete(oldName);
    folder.names.set(name, inode);
    this.change([
      [oldFolder, oldName, undefined],
      [folder, name, inode],
    ]);
    return 'renamed';
  }

  unlockFolder(path: string): void {
    this.at(path, 'chmod').mode = 0o700;
  }

  removeFile(path: string): void {
    if (this.at(path, 'unlink').kind === 'folder') throw new SystemCallError('EISDIR', 'unlink', path);
    this.drop(path, 'unlink');
  }

  removeFolder(path: string): void {
    const inode = this.at(path, 'rmdir');
    if (inode.kind !== 'folder') throw new SystemCallError('ENOTDIR', 'rmdir', path);
    if (inode.names.size > 0) throw new SystemCallError('ENOTEMPTY', 'rmdir', path);
    this.drop(path, 'rmdir');
  }

  copyMetadata(source: string, target: string, facts: EntryFacts): MetadataLoss[] {
    const { mode, owner, group, modifiedNs, accessedNs, bornNs } = facts;
    const into = this.at(target, 'chmod');
    for (const [name, value] of this.at(source, 'getxattr').attributes) into.attributes.set(name, value);
    Object.assign(into, {
      owner,
      group,
      modifiedNs,
      accessedNs,
      bornNs,
      ...(facts.kind === 'link' ? {} : { mode }),
    });
    return [];
  }

  copyFlags(facts: EntryFacts, target: string): MetadataLoss[] {
    this.at(target, 'chflags').flags = facts.flags;
    return [];
  }

  excludeFromBackup(_path: string): void {}

  flushFolder(path: string): void {
    const inode = this.at(path, 'fsync');
    inode.durableNames = new Map(inode.names);
    for (const change of this.unflushed) if (change.waiting.delete(inode)) change.isDurable = true;
    this.unflushed = this.unflushed.filter(({ waiting }) => waiting.size > 0);
  }

  tryFlushVolume(path: string): Refusal | 'flushed' {
    const flushAll = (inode: MemoryInode) => {
      if (inode.kind === 'file') inode.flush();
      inode.durableNames = new Map(inode.names);
      for (const child of inode.names.values()) flushAll(child);
    };
    this.at(path, 'syncfs');
    flushAll(this.root);
    this.unflushed = [];
    return 'flushed';
  }

  makeBuffer(bytes: number): Buffer {
    return Buffer.alloc(bytes);
  }

  readVolume(path: string): VolumeFacts {
    this.at(path, 'statfs');
    const { totalBytes, freeBytes, isHoleMapTrusted } = this;
    const longestFileBytes =
      this.longestFileBytes === Number.MAX_SAFE_INTEGER ? undefined : this.longestFileBytes;
    return {
      typeName: 'memory',
      uuid: `memory-${this.at(path, 'statfs').device}`,
      mountPoint: '/',
      blockBytes: memoryBlockBytes,
      totalBytes,
      freeBytes,
      longestFileBytes,
      isHoleMapTrusted,
      holeProbeBytes: 65_536,
      keepsExtendedAttributes: true,
    };
  }

  readMountPoints(): string[] {
    return ['/', ...this.devices.keys()];
  }

  readHolders(_path: string): Holder[] | Refusal {
    return this.holders;
  }

  // What follows is for tests only.

  /** Makes a file of zeros and then of the given pieces. */
  put(
    path: string,
    logicalBytes: number,
    pieces: readonly { readonly start: number; readonly bytes: Uint8Array }[] = [],
  ): void {
    const file = this.createFile(path);
    file.setLength(logicalBytes);
    for (const { start, bytes } of pieces) {
      for (let done = 0; done < bytes.length; )
        done += file.write(bytes, done, bytes.length - done, start + done);
    }
    file.flush();
    file.close();
  }

  putFifo(path: string): void {
    this.add(path, 'fifo', 'mkfifo');
  }

  content(path: string): Buffer {
    const file = this.openForReading(path);
    const bytes = Buffer.alloc(file.readFacts().logicalBytes);
    for (let done = 0; done < bytes.length; ) done += file.read(bytes, done, bytes.length - done, done);
    file.close();
    return bytes;
  }

  /** From now on the hole map claims that nothing is in `[start, end)`. */
  claimHole(path: string, start: number, end: number): void {
    this.at(path, 'claim').claimedHoles.push({ start, end });
  }

  /** The content is elsewhere from now on, until somebody reads it (or lists it, if it is a folder). */
  makeDataless(path: string): void {
    this.at(path, 'chflags').isDataless = true;
  }

  setAttribute(path: string, name: string, value: Buffer): void {
    this.at(path, 'setxattr').attributes.set(name, value);
  }

  getAttribute(path: string, name: string): Buffer | undefined {
    return this.at(path, 'getxattr').attributes.get(name);
  }

  /**
   * What is left after a power cut: what was flushed; with `random`, also any part of what was not: each block and length by
   * itself, and of each folder's changes the first few. A rename is there whole or not at all, as on a journaling volume.
   */
  crash(random?: SeededRandom): MemoryFileSystem {
    const left = new MemoryFileSystem();
    const { canHoldHoles, canSeekHoles, canClone, isHoleMapTrusted, totalBytes } = this;
    Object.assign(left, { canHoldHoles, canSeekHoles, canClone, isHoleMapTrusted, totalBytes });
    left.root = survivorOf(this.root, this.unflushed, random);
    return left;
  }

  /** Links on the way are followed, one at the end is not. */
  private at(path: string, call: string): MemoryInode {
    let inode = this.root;
    const names = path.split('/').filter(Boolean);
    for (const [i, name] of names.entries()) {
      inode = inode.child(name, path, call);
      if (inode.kind === 'link' && i < names.length - 1) {
        const way = `/${names.slice(0, i + 1).join('/')}`;
        inode = this.at(this.resolved(way, path, call, linksOnTheWayMax), call);
      }
    }
    return inode;
  }

  /** @param whole the path that errors are about */
  private resolved(path: string, whole: string, call: string, linksLeft: number): string {
    let real: string[] = [];
    for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
      if (name === '..') {
        real.pop();
        continue;
      }
      const folder = real.reduce((inode, part) => inode.child(part, whole, call), this.root);
      const { kind, linkAim } = folder.child(name, whole, call);
      if (kind === 'link') {
        if (linksLeft === 0) throw new SystemCallError('ELOOP', call, whole);
        const aim = linkAim.startsWith('/') ? linkAim : `${real.join('/')}/${linkAim}`;
        real = this.resolved(aim, whole, call, linksLeft - 1)
          .split('/')
          .filter(Boolean);
      } else {
        real.push(name);
      }
    }
    return `/${real.join('/')}`;
  }

  private place(path: string, call: string): [MemoryInode, string] {
    const folder = this.at(parentOf(path), call);
    if (folder.kind !== 'folder') throw new SystemCallError('ENOTDIR', call, path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (Buffer.byteLength(name) > 255) throw new SystemCallError('ENAMETOOLONG', call, path);
    return [folder, name];
  }

  private add(path: string, kind: EntryKind, call: string): MemoryInode {
    const [folder, name] = this.place(path, call);
    if (folder.names.has(name)) throw new SystemCallError('EEXIST', call, path);
    const inode = new MemoryInode(kind, this.devices.get(path) ?? folder.device);
    folder.names.set(name, inode);
    this.change([[folder, name, inode]]);
    return inode;
  }

  private drop(path: string, call: string): void {
    const [folder, name] = this.place(path, call);
    folder.names.delete(name);
    this.change([[folder, name, undefined]]);
  }

  private change(names: FolderChange['names']): void {
    const waiting = new Set(names.map(([folder]) => folder));
    for (const folder of waiting) folder.touch();
    this.unflushed.push({ names, waiting, isDurable: false });
  }
}

function usedBytes(inode: MemoryInode): number {
  let bytes = inode.content.blocks.size * memoryBlockBytes;
  for (const child of inode.names.values()) bytes += usedBytes(child);
  return bytes;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.replace(/\/+$/, '').lastIndexOf('/'), 1));
}
