import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lchownSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statfsSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { errnoOf, FerryError } from '../../errors.ts';
import type {
  EntryFacts,
  FileSystem,
  FileSystemName,
  Holder,
  MetadataLoss,
  OpenFile,
  Refusal,
  VolumeFacts,
} from '../file-system.ts';
import { systemCall } from '../system-call.ts';
import { nodeFacts } from './node-facts.ts';
import { PortableFile } from './portable-file.ts';

/** S_ISUID and S_ISGID (POSIX sys/stat.h). */
const setIdBits = 0o6000;

/**
 * The file system through node:fs alone, for machines without our native calls. It reads every byte (no hole map),
 * keeps no extended attributes and cannot clone; what it writes is right all the same.
 */
export class PortableFileSystem implements FileSystem {
  readonly name: FileSystemName = 'portable';

  readFacts(path: string): EntryFacts {
    return systemCall('lstat', path, () => nodeFacts(lstatSync(path, { bigint: true }), path));
  }

  readNames(folder: string): (string | Uint8Array)[] {
    const names = systemCall('readdir', folder, () => readdirSync(folder, { encoding: 'buffer' }));
    return names.map(textWhereValid).sort((a, b) => (String(a) < String(b) ? -1 : 1));
  }

  readLinkAim(path: string): string {
    const aim = textWhereValid(
      systemCall('readlink', path, () => readlinkSync(path, { encoding: 'buffer' })),
    );
    if (typeof aim === 'string') return aim;
    throw new FerryError(
      'NAME_NOT_UTF8',
      `The link ${path} points to a name that is not valid UTF-8.`,
      'Remove the link or let it point elsewhere: macOS volumes could not hold it.',
      { path },
    );
  }

  resolve(path: string): string {
    return systemCall('realpath', path, () => realpathSync(path));
  }

  openForReading(path: string): OpenFile {
    // O_NONBLOCK: a FIFO put in the place of a scanned file must not hang the copy.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    return this.asFile(
      path,
      systemCall('open', path, () => openSync(path, flags)),
    );
  }

  createFile(path: string): OpenFile {
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    return this.asFile(
      path,
      systemCall('open', path, () => openSync(path, flags, 0o600)),
    );
  }

  openForWriting(path: string): OpenFile {
    const flags = constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    return this.asFile(
      path,
      systemCall('open', path, () => openSync(path, flags)),
    );
  }

  makeFolder(path: string): void {
    systemCall('mkdir', path, () => mkdirSync(path, { mode: 0o700 }));
  }

  makeLink(path: string, aim: string): void {
    systemCall('symlink', path, () => symlinkSync(aim, path));
  }

  tryClone(_source: string, _target: string): Refusal | 'cloned' {
    return { refused: 'node:fs cannot clone reliably' };
  }

  /** Two steps, so another program could take the name in between; the native file systems have one call for it. */
  tryRename(source: string, target: string): 'renamed' | 'taken' {
    try {
      this.readFacts(target);
      return 'taken';
    } catch (thrown) {
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
    systemCall('rename', target, () => renameSync(source, target));
    return 'renamed';
  }

  unlockFolder(path: string): void {
    systemCall('chmod', path, () => chmodSync(path, 0o700));
  }

  removeFile(path: string): void {
    systemCall('unlink', path, () => unlinkSync(path));
  }

  removeFolder(path: string): void {
    systemCall('rmdir', path, () => rmdirSync(path));
  }

  copyMetadata(source: string, target: string, facts: EntryFacts): MetadataLoss[] {
    const losses: MetadataLoss[] = [];
    let isOwnerKept = isOwnedAs(facts, this.readFacts(target));
    if (!isOwnerKept) {
      // A new owner takes capabilities away (chown(2)), so the attributes come after.
      losses.push(...setOwner(target, facts));
      isOwnerKept = isOwnedAs(facts, this.readFacts(target));
    }
    losses.push(...this.copyAttributes(source, target, facts));
    if (facts.kind !== 'link') losses.push(...setMode(target, facts, isOwnerKept));
    losses.push(...keepingLoss(target, 'times', () => this.setTimes(target, facts)));
    return losses;
  }

  copyFlags(_facts: EntryFacts, _target: string): MetadataLoss[] {
    return [];
  }

  excludeFromBackup(_path: string): void {}

  flushFolder(path: string): void {
    systemCall('fsync', path, () => {
      const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
      try {
        fsyncSync(fd);
      } catch (thrown) {
        // FUSE volumes without a folder flush answer these; there is nothing more to ask them for.
        if (errnoOf(thrown) !== 'EINVAL' && errnoOf(thrown) !== 'ENOTSUP' && errnoOf(thrown) !== 'ENOSYS')
          throw thrown;
      } finally {
        closeSync(fd);
      }
    });
  }

  tryFlushVolume(_path: string): Refusal | 'flushed' {
    return { refused: 'node:fs flushes one file at a time' };
  }

  makeBuffer(bytes: number): Buffer {
    return Buffer.from(new SharedArrayBuffer(bytes));
  }

  readVolume(path: string): VolumeFacts {
    const volume = systemCall('statfs', path, () => statfsSync(path, { bigint: true }));
    return {
      typeName: `0x${volume.type.toString(16)}`,
      uuid: undefined,
      mountPoint: '/',
      blockBytes: Number(volume.bsize),
      totalBytes: Number(volume.blocks * volume.bsize),
      freeBytes: Number(volume.bavail * volume.bsize),
      longestFileBytes: undefined,
      isHoleMapTrusted: false,
      holeProbeBytes: 64 * 1024 * 1024,
      keepsExtendedAttributes: false,
    };
  }

  readMountPoints(): string[] {
    return [];
  }

  readHolders(_path: string): Holder[] | Refusal {
    return { refused: 'node:fs cannot list open files' };
  }

  protected asFile(path: string, fd: number): OpenFile {
    return new PortableFile(path, fd);
  }

  /** Extended attributes and access lists. */
  protected copyAttributes(_source: string, _target: string, _facts: EntryFacts): MetadataLoss[] {
    return [];
  }

  /** node:fs takes seconds as a double, exact to about 0.2 µs today; before 1970 only a Date, which has milliseconds. */
  protected setTimes(target: string, facts: EntryFacts): void {
    const inNode = (ns: bigint) => (ns < 0n ? new Date(Number(ns) / 1e6) : Number(ns) / 1e9);
    lutimesSync(target, inNode(facts.accessedNs), inNode(facts.modifiedNs));
  }
}

function isOwnedAs(wanted: EntryFacts, now: EntryFacts): boolean {
  return now.owner === wanted.owner && now.group === wanted.group;
}

/** Only root may give files away, so for anyone else an owner that cannot be kept is as expected (POSIX chown). */
function setOwner(target: string, facts: EntryFacts): MetadataLoss[] {
  const losses = keepingLoss(target, 'owner', () => lchownSync(target, facts.owner, facts.group));
  return losses.filter((loss) => loss.reason !== 'EPERM' || process.geteuid?.() === 0);
}

/** A program that runs as its owner must not come to run as us because the owner could not be kept (cp does the same). */
function setMode(target: string, facts: EntryFacts, isOwnerKept: boolean): MetadataLoss[] {
  const mode = isOwnerKept ? facts.mode : facts.mode & ~setIdBits;
  const losses = keepingLoss(target, 'permissions', () => chmodSync(target, mode));
  if (mode !== facts.mode)
    losses.push({ path: target, what: 'set-user-ID mark', reason: 'its owner could not be kept' });
  return losses;
}

/** Runs one step of keeping metadata; a failure becomes a loss in the list. */
export function keepingLoss(path: string, what: string, step: () => void): MetadataLoss[] {
  try {
    step();
    return [];
  } catch (thrown) {
    const reason = errnoOf(thrown);
    if (reason === undefined) throw thrown;
    return [{ path, what, reason }];
  }
}

function textWhereValid(name: Buffer): string | Uint8Array {
  const text = name.toString('utf8');
  return Buffer.from(text, 'utf8').equals(name) ? text : new Uint8Array(name);
}
