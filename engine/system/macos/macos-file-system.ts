import { readdirSync } from 'node:fs';
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
import { keepingLoss, PortableFileSystem } from '../portable/portable-file-system.ts';
import { writeTimespec } from '../timespec.ts';
import { constants, flagsThatLock, flagsThatTravel, structs } from './macos-abi.ts';
import { copyAttributes } from './macos-attributes.ts';
import { loadMacosCalls, type MacosCalls } from './macos-calls.ts';
import { withFlags } from './macos-facts.ts';
import { MacosFile } from './macos-file.ts';
import { readHolders } from './macos-holders.ts';

/** clonefile.2: another volume, or a volume without shared blocks. */
const cloneRefusals = new Set(['ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'ENOSYS', 'ENOTTY', 'EINVAL']);
/** rename.2: the volume does not know RENAME_EXCL (exFAT, SMB). */
const renameFlagUnknown = new Set(['ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'ENOSYS']);

/** The mark that `tmutil addexclusion` sets: a binary property list of the string `com.apple.backupd`. To confirm on a Mac. */
const backupMark = 'com.apple.metadata:com_apple_backup_excludeItem';
const backupMarkValue = Buffer.from(
  '62706c69737430305f1011636f6d2e6170706c652e6261636b75706408000000000000010100000000000000010000000000000000000000000000001c',
  'hex',
);

/** macOS with the calls that node:fs lacks. */
export class MacosFileSystem extends PortableFileSystem {
  override readonly name: FileSystemName = 'macos';
  private readonly calls: MacosCalls;

  /** @throws FerryError NATIVE_UNAVAILABLE */
  constructor(calls: MacosCalls = loadMacosCalls()) {
    super();
    this.calls = calls;
  }

  override readFacts(path: string): EntryFacts {
    const facts = super.readFacts(path);
    const stat = Buffer.alloc(structs.stat.size);
    if (this.calls.lstat(path, stat) !== 0) throw this.error('lstat', path);
    return withFlags(facts, stat);
  }

  /** CLONE_ACL is EINVAL before macOS 13 (libuv 507f2f9); then access lists come with the metadata. */
  override tryClone(source: string, target: string): Refusal | 'cloned' {
    for (const flags of [constants.CLONE_NOFOLLOW | constants.CLONE_ACL, constants.CLONE_NOFOLLOW]) {
      if (this.calls.clonefile(source, target, flags) === 0) return this.unlockClone(target);
      const error = this.error('clonefile', target);
      if (error.code === 'EINVAL' && (flags & constants.CLONE_ACL) !== 0) continue;
      if (cloneRefusals.has(error.code)) return { refused: error.code };
      throw error;
    }
    return { refused: 'EINVAL' };
  }

  override tryRename(source: string, target: string): 'renamed' | 'taken' {
    const { AT_FDCWD, RENAME_EXCL } = constants;
    if (this.calls.renameatx_np(AT_FDCWD, source, AT_FDCWD, target, RENAME_EXCL) === 0) return 'renamed';
    const error = this.error('renameatx_np', target);
    if (error.code === 'EEXIST') return 'taken';
    if (renameFlagUnknown.has(error.code)) return super.tryRename(source, target);
    throw error;
  }

  override copyFlags(facts: EntryFacts, target: string): MetadataLoss[] {
    if ((facts.flags & flagsThatLock) === 0) return [];
    return keepingLoss(target, 'flags', () => {
      if (this.calls.lchflags(target, (facts.flags & flagsThatTravel) >>> 0) !== 0)
        throw this.error('lchflags', target);
    });
  }

  /** The copy of the source folder's attributes first removes all of the target's, and so this one (copyfile.c:3526). */
  override excludeFromBackup(path: string): void {
    this.calls.setxattr(
      path,
      backupMark,
      backupMarkValue,
      backupMarkValue.length,
      0,
      constants.XATTR_NOFOLLOW,
    );
  }

  override makeBuffer(bytes: number): Buffer {
    return this.calls.libc.alignedBuffer(bytes);
  }

  override readVolume(path: string): VolumeFacts {
    const statfs = Buffer.alloc(structs.statfs.size);
    if (this.calls.statfs(path, statfs) !== 0) throw this.error('statfs', path);
    const { f_fstypename, f_mntonname, f_bsize } = structs.statfs.fields;
    const mountPoint = textAt(statfs, f_mntonname);
    return {
      ...super.readVolume(path),
      typeName: textAt(statfs, f_fstypename),
      uuid: this.readUuid(mountPoint),
      mountPoint,
      blockBytes: statfs.readUInt32LE(f_bsize[0]),
      longestFileBytes: this.longestFileBytes(path),
      isHoleMapTrusted: false,
      keepsExtendedAttributes: true,
    };
  }

  /** Besides the start volume everything is mounted here (hier.7). */
  override readMountPoints(): string[] {
    return ['/', ...readdirSync('/Volumes').map((name) => `/Volumes/${name}`)];
  }

  override readHolders(path: string): Holder[] | Refusal {
    return readHolders(path);
  }

  protected override asFile(path: string, fd: number): OpenFile {
    return new MacosFile(path, fd, this.calls);
  }

  protected override copyAttributes(source: string, target: string, facts: EntryFacts): MetadataLoss[] {
    return copyAttributes(this.calls, source, target, facts);
  }

  /**
   * Birth time too, which copyfile never sets; and setting an old time of change alone would move it (setattrlist.2).
   * The values follow in the order of their bits: birth, change, access.
   */
  protected override setTimes(target: string, facts: EntryFacts): void {
    const { ATTR_CMN_CRTIME, ATTR_CMN_MODTIME, ATTR_CMN_ACCTIME, ATTR_BIT_MAP_COUNT, FSOPT_NOFOLLOW } =
      constants;
    const list = Buffer.alloc(structs.attrlist.size);
    list.writeUInt16LE(ATTR_BIT_MAP_COUNT, structs.attrlist.fields.bitmapcount[0]);
    list.writeUInt32LE(
      ATTR_CMN_CRTIME | ATTR_CMN_MODTIME | ATTR_CMN_ACCTIME,
      structs.attrlist.fields.commonattr[0],
    );
    const { size } = structs.timespec;
    const values = Buffer.alloc(3 * size);
    writeTimespec(values, 0, facts.bornNs);
    writeTimespec(values, size, facts.modifiedNs);
    writeTimespec(values, 2 * size, facts.accessedNs);
    if (this.calls.setattrlist(target, list, values, values.length, FSOPT_NOFOLLOW) !== 0)
      throw this.error('setattrlist', target);
  }

  /** _PC_FILESIZEBITS counts the bits of the longest length, sign included (POSIX pathconf): 33 for FAT. */
  private longestFileBytes(path: string): number | undefined {
    const bits = this.calls.pathconf(path, constants._PC_FILESIZEBITS);
    return bits > 1 && bits < 54 ? 2 ** (bits - 1) - 1 : undefined;
  }

  /** A clone of a locked file is locked too, and then takes neither metadata nor a new name. The commit locks it again. */
  private unlockClone(target: string): 'cloned' {
    const { flags } = this.readFacts(target);
    if ((flags & flagsThatLock) !== 0 && this.calls.lchflags(target, (flags & ~flagsThatLock) >>> 0) !== 0) {
      throw this.error('lchflags', target);
    }
    return 'cloned';
  }

  /** Asked of the mount point, since volume attributes are given for nothing else (getattrlist.2): a length, then the 16 bytes. */
  private readUuid(mountPoint: string): string | undefined {
    const list = Buffer.alloc(structs.attrlist.size);
    list.writeUInt16LE(constants.ATTR_BIT_MAP_COUNT, structs.attrlist.fields.bitmapcount[0]);
    list.writeUInt32LE(
      (constants.ATTR_VOL_INFO | constants.ATTR_VOL_UUID) >>> 0,
      structs.attrlist.fields.volattr[0],
    );
    const answer = Buffer.alloc(20);
    if (this.calls.getattrlist(mountPoint, list, answer, answer.length, 0) !== 0) return undefined;
    return answer.toString('hex', 4, 20);
  }

  private error(call: string, path: string) {
    return nativeError(this.calls.libc, this.calls.errnoNames, call, path);
  }
}

function textAt(struct: Buffer, [at, bytes]: readonly [number, number]): string {
  const text = struct.toString('utf8', at, at + bytes);
  return text.slice(0, text.indexOf('\0'));
}
