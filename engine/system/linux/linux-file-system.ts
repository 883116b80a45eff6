import { closeSync, constants, openSync, statfsSync, unlinkSync } from 'node:fs';
import type {
  EntryFacts,
  FileSystemName,
  Holder,
  MetadataLoss,
  OpenFile,
  Refusal,
  VolumeFacts,
} from '../file-system.ts';
import { nativeError } from '../libc.ts';
import { PortableFileSystem } from '../portable/portable-file-system.ts';
import { systemCall } from '../system-call.ts';
import { writeTimespec } from '../timespec.ts';
import {
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  FICLONE,
  FS_IOC_GETFSUUID,
  fsuuid2Bytes,
  RENAME_NOREPLACE,
  timespecBytes,
  typesDeafToSyncfs,
  volumeTypes,
} from './linux-abi.ts';
import { copyAttributes } from './linux-attributes.ts';
import { type LinuxCalls, loadLinuxCalls } from './linux-calls.ts';
import { LinuxFile } from './linux-file.ts';
import { readHolders } from './linux-holders.ts';
import { mountPointOf, readMountPoints, uuidFromUdev } from './linux-mounts.ts';

/** ioctl_ficlone(2): another volume, a volume without shared blocks, or a file that cannot share. */
const cloneRefusals = new Set([
  'EOPNOTSUPP',
  'ENOTSUP',
  'EXDEV',
  'EINVAL',
  'ENOTTY',
  'ENOSYS',
  'EPERM',
  'ETXTBSY',
]);
/** renameat2(2): EINVAL is "this file system does not know the flag", ENOSYS an old kernel. */
const renameFlagUnknown = new Set(['EINVAL', 'ENOSYS']);

/** Linux with the calls that node:fs lacks. */
export class LinuxFileSystem extends PortableFileSystem {
  override readonly name: FileSystemName = 'linux';
  private readonly calls: LinuxCalls;

  /** @throws FerryError NATIVE_UNAVAILABLE */
  constructor(calls: LinuxCalls = loadLinuxCalls()) {
    super();
    this.calls = calls;
  }

  override tryClone(source: string, target: string): Refusal | 'cloned' {
    const from = systemCall('open', source, () =>
      openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
    );
    try {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
      const into = systemCall('open', target, () => openSync(target, flags, 0o600));
      try {
        if (this.calls.ioctl(into, FICLONE, 'int', from) === 0) return 'cloned';
        const error = nativeError(this.calls.libc, this.calls.errnoNames, 'ioctl FICLONE', target);
        systemCall('unlink', target, () => unlinkSync(target));
        if (cloneRefusals.has(error.code)) return { refused: error.code };
        throw error;
      } finally {
        closeSync(into);
      }
    } finally {
      closeSync(from);
    }
  }

  override tryRename(source: string, target: string): 'renamed' | 'taken' {
    if (this.calls.renameat2(AT_FDCWD, source, AT_FDCWD, target, RENAME_NOREPLACE) === 0) return 'renamed';
    const error = nativeError(this.calls.libc, this.calls.errnoNames, 'renameat2', target);
    if (error.code === 'EEXIST') return 'taken';
    if (renameFlagUnknown.has(error.code)) return super.tryRename(source, target);
    throw error;
  }

  override tryFlushVolume(path: string): Refusal | 'flushed' {
    const { type } = systemCall('statfs', path, () => statfsSync(path, { bigint: true }));
    if (typesDeafToSyncfs.has(type)) return { refused: 'this volume flushes one file at a time' };
    const fd = systemCall('open', path, () => openSync(path, constants.O_RDONLY));
    try {
      if (this.calls.syncfs(fd) === 0) return 'flushed';
      throw nativeError(this.calls.libc, this.calls.errnoNames, 'syncfs', path);
    } finally {
      closeSync(fd);
    }
  }

  override makeBuffer(bytes: number): Buffer {
    return this.calls.libc.alignedBuffer(bytes);
  }

  override readVolume(path: string): VolumeFacts {
    const type = systemCall('statfs', path, () => statfsSync(path, { bigint: true })).type;
    const known = volumeTypes.get(type);
    return {
      ...super.readVolume(path),
      uuid: this.readUuid(path),
      mountPoint: mountPointOf(path),
      ...(known === undefined ? {} : { typeName: known.name, longestFileBytes: known.longestFileBytes }),
      isHoleMapTrusted: known?.isHoleMapTrusted ?? false,
      // Every Linux volume with holes makes one of this size; NTFS wants 128 KiB (coreutils tests, style.md 2.9).
      holeProbeBytes: 1024 * 1024,
      keepsExtendedAttributes: true,
    };
  }

  override readMountPoints(): string[] {
    return readMountPoints();
  }

  override readHolders(path: string): Holder[] {
    return readHolders(path);
  }

  protected override asFile(path: string, fd: number): OpenFile {
    return new LinuxFile(path, fd, this.calls);
  }

  protected override copyAttributes(source: string, target: string, _facts: EntryFacts): MetadataLoss[] {
    return copyAttributes(this.calls, source, target);
  }

  /** Kernels before 6.9 do not know the question; udev's links answer it for the volumes it knows. */
  private readUuid(path: string): string | undefined {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    const fd = systemCall('open', path, () => openSync(path, flags));
    try {
      const uuid = Buffer.alloc(fsuuid2Bytes);
      if (this.calls.ioctl(fd, FS_IOC_GETFSUUID, 'void *', uuid) !== 0) return uuidFromUdev(path);
      const text = uuid.toString('hex', 1, 1 + (uuid[0] ?? 0));
      // A volume made without one says only zeros, and so would every other such volume.
      return /[1-9a-f]/.test(text) ? text : undefined;
    } finally {
      closeSync(fd);
    }
  }

  protected override setTimes(target: string, facts: EntryFacts): void {
    const times = Buffer.alloc(2 * timespecBytes);
    writeTimespec(times, 0, facts.accessedNs);
    writeTimespec(times, timespecBytes, facts.modifiedNs);
    if (this.calls.utimensat(AT_FDCWD, target, times, AT_SYMLINK_NOFOLLOW) !== 0) {
      throw nativeError(this.calls.libc, this.calls.errnoNames, 'utimensat', target);
    }
  }
}
