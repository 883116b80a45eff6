/**
 * Numbers and layouts of Darwin, each with the header it comes from (xnu-11417.101.15, SDK 15.1). Pure data: the test
 * compares all of it with a table that was checked against Apple's headers by a compiler.
 */
export const constants = {
  /** bsd/sys/_types/_seek_set.h. Swapped against Linux. */
  SEEK_HOLE: 3,
  SEEK_DATA: 4,
  /** bsd/sys/fcntl.h */
  AT_FDCWD: -2,
  F_GETLK: 7,
  F_NOCACHE: 48,
  F_OFD_GETLK: 92,
  F_PUNCHHOLE: 99,
  F_UNLCK: 2,
  F_WRLCK: 3,
  LOCK_SH: 1,
  LOCK_NB: 4,
  LOCK_UN: 8,
  /** bsd/sys/unistd.h */
  _PC_FILESIZEBITS: 18,
  /** bsd/sys/clonefile.h */
  CLONE_NOFOLLOW: 0x1,
  CLONE_ACL: 0x4,
  /** bsd/sys/stdio.h */
  RENAME_EXCL: 0x4,
  /** copyfile.h */
  COPYFILE_ACL: 0x1,
  COPYFILE_STAT: 0x2,
  COPYFILE_XATTR: 0x4,
  COPYFILE_NOFOLLOW: 0xc0000,
  /** bsd/sys/xattr.h */
  XATTR_NOFOLLOW: 0x1,
  /** bsd/sys/attr.h */
  ATTR_BIT_MAP_COUNT: 5,
  ATTR_VOL_INFO: 0x80000000,
  ATTR_VOL_UUID: 0x40000,
  ATTR_CMN_CRTIME: 0x200,
  ATTR_CMN_MODTIME: 0x400,
  ATTR_CMN_ACCTIME: 0x1000,
  FSOPT_NOFOLLOW: 0x1,
  /** bsd/sys/stat.h: st_flags */
  UF_SETTABLE: 0xffff,
  UF_IMMUTABLE: 0x2,
  UF_APPEND: 0x4,
  UF_COMPRESSED: 0x20,
  UF_TRACKED: 0x40,
  UF_DATAVAULT: 0x80,
  SF_SETTABLE: 0x3fff0000,
  SF_IMMUTABLE: 0x20000,
  SF_APPEND: 0x40000,
  SF_RESTRICTED: 0x80000,
  SF_NOUNLINK: 0x100000,
  SF_DATALESS: 0x40000000,
} as const;

/** Structures: size, and offset and length of the fields we touch. All are the same on arm64 and x86-64. */
export const structs = {
  /** bsd/sys/stat.h (INODE64) */
  stat: { size: 144, fields: { st_flags: [116, 4] } },
  /** bsd/sys/mount.h */
  statfs: { size: 2168, fields: { f_bsize: [0, 4], f_fstypename: [72, 16], f_mntonname: [88, 1024] } },
  /** bsd/sys/fcntl.h */
  fpunchhole: {
    size: 24,
    fields: { fp_flags: [0, 4], reserved: [4, 4], fp_offset: [8, 8], fp_length: [16, 8] },
  },
  /** bsd/sys/fcntl.h */
  flock: {
    size: 24,
    fields: { l_start: [0, 8], l_len: [8, 8], l_pid: [16, 4], l_type: [20, 2], l_whence: [22, 2] },
  },
  /** bsd/sys/attr.h */
  attrlist: { size: 24, fields: { bitmapcount: [0, 2], commonattr: [4, 4], volattr: [8, 4] } },
  /** bsd/sys/_types/_timespec.h */
  timespec: { size: 16, fields: { tv_sec: [0, 8], tv_nsec: [8, 8] } },
} as const;

/** bsd/sys/errno.h. Many differ from Linux: 35 is EAGAIN here and EDEADLK there. */
export const errnos = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EBADF: 9,
  EDEADLK: 11,
  ENOMEM: 12,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  EFBIG: 27,
  ENOSPC: 28,
  ESPIPE: 29,
  EROFS: 30,
  EMLINK: 31,
  ERANGE: 34,
  EAGAIN: 35,
  ENOTSUP: 45,
  ETIMEDOUT: 60,
  ELOOP: 62,
  ENAMETOOLONG: 63,
  ENOTEMPTY: 66,
  EDQUOT: 69,
  ESTALE: 70,
  ENOSYS: 78,
  EAUTH: 80,
  EPWROFF: 82,
  EDEVERR: 83,
  EOVERFLOW: 84,
  ECANCELED: 89,
  EILSEQ: 92,
  ENOATTR: 93,
  EOPNOTSUPP: 102,
} as const;

/** A file with one of these can neither be renamed nor removed (xnu vfs_subr.c), so they are set after the commit. */
export const flagsThatLock =
  constants.UF_IMMUTABLE |
  constants.UF_APPEND |
  constants.SF_IMMUTABLE |
  constants.SF_APPEND |
  constants.SF_NOUNLINK;

/** What copyfile carries over: everything settable but what belongs to the system (copyfile_private.h, darwin-abi.md §2.4). */
export const flagsThatTravel =
  (constants.UF_SETTABLE | constants.SF_SETTABLE) &
  ~(
    constants.UF_TRACKED |
    constants.UF_DATAVAULT |
    constants.UF_COMPRESSED |
    constants.SF_RESTRICTED |
    constants.SF_NOUNLINK
  );
