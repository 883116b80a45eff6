/** Numbers of the Linux system calls we use, each with the header it comes from (x86-64 and arm64 alike). */

/** linux/fs.h. Swapped against macOS. */
export const SEEK_DATA = 3;
export const SEEK_HOLE = 4;
/** linux/fs.h: _IOW(0x94, 9, int). */
export const FICLONE = 0x40049409;
/** linux/fs.h, since 6.9: _IOR(0x15, 0, struct fsuuid2), which is a length and 16 bytes. */
export const FS_IOC_GETFSUUID = 0x80111500;
export const fsuuid2Bytes = 17;
/** linux/falloc.h */
export const FALLOC_FL_KEEP_SIZE = 0x01;
export const FALLOC_FL_PUNCH_HOLE = 0x02;
/** linux/fcntl.h */
export const AT_FDCWD = -100;
export const AT_SYMLINK_NOFOLLOW = 0x100;
/** linux/fcntl.h, asm-generic/fcntl.h */
export const F_OFD_GETLK = 36;
export const F_WRLCK = 1;
export const F_UNLCK = 2;
/** struct flock, 64-bit: type and whence (2 bytes each), then start, length and process at 8, 16 and 24. */
export const flockBytes = 32;
/** sys/file.h */
export const LOCK_SH = 1;
export const LOCK_NB = 4;
export const LOCK_UN = 8;
/** linux/fs.h */
export const RENAME_NOREPLACE = 1;
/** linux/fadvise.h */
export const POSIX_FADV_SEQUENTIAL = 2;
export const POSIX_FADV_DONTNEED = 4;

/** struct timespec, 64-bit: seconds, then nanoseconds, 8 bytes each (asm-generic). */
export const timespecBytes = 16;

/**
 * Kinds of volume by `f_type` (linux/magic.h; exfat and zfs from their own sources). `isHoleMapTrusted` only where
 * the map also knows changes that are still in memory: ext4, XFS, Btrfs and tmpfs answer SEEK_HOLE from the page cache
 * and the extent tree together (linux mm/filemap.c mapping_seek_hole_data, fs/iomap/seek.c, fs/btrfs/file.c).
 */
export const volumeTypes: ReadonlyMap<
  bigint,
  { name: string; isHoleMapTrusted: boolean; longestFileBytes?: number }
> = new Map([
  [0xef53n, { name: 'ext4', isHoleMapTrusted: true }],
  [0x58465342n, { name: 'xfs', isHoleMapTrusted: true }],
  [0x9123683en, { name: 'btrfs', isHoleMapTrusted: true }],
  [0x01021994n, { name: 'tmpfs', isHoleMapTrusted: true }],
  [0x65735546n, { name: 'fuse', isHoleMapTrusted: false }],
  [0x2011bab0n, { name: 'exfat', isHoleMapTrusted: false }],
  // FAT directory entries hold the length in 32 bits (Microsoft FAT specification, DIR_FileSize).
  [0x4d44n, { name: 'vfat', isHoleMapTrusted: false, longestFileBytes: 0xffffffff }],
  [0x6969n, { name: 'nfs', isHoleMapTrusted: false }],
  [0xff534d42n, { name: 'cifs', isHoleMapTrusted: false }],
  [0xfe534d42n, { name: 'smb2', isHoleMapTrusted: false }],
  [0x794c7630n, { name: 'overlayfs', isHoleMapTrusted: false }],
  [0xf2f52010n, { name: 'f2fs', isHoleMapTrusted: false }],
  [0x2fc12fc1n, { name: 'zfs', isHoleMapTrusted: false }],
  [0x7366746en, { name: 'ntfs3', isHoleMapTrusted: false }],
  [0xca451a4en, { name: 'bcachefs', isHoleMapTrusted: false }],
]);

/**
 * Volumes whose program or server is never told of syncfs(2), which says 0 all the same: FUSE (linux fs/fuse/inode.c
 * fuse_sync_fs, for all but virtiofs), NFS, SMB. There each file must be flushed by itself.
 */
export const typesDeafToSyncfs: ReadonlySet<bigint> = new Set([
  0x65735546n,
  0x6969n,
  0xff534d42n,
  0xfe534d42n,
]);
