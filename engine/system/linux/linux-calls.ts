import { getSystemErrorMap } from 'node:util';
import { type ErrnoNames, type Libc, loadLibc, type NativeFunction } from '../libc.ts';

/** The native functions of Linux that node:fs does not offer. */
export interface LinuxCalls {
  readonly libc: Libc;
  readonly errnoNames: ErrnoNames;
  readonly lseek: NativeFunction;
  readonly ioctl: NativeFunction;
  readonly fcntl: NativeFunction;
  readonly flock: NativeFunction;
  readonly fallocate: NativeFunction;
  readonly fadvise: NativeFunction;
  readonly renameat2: NativeFunction;
  readonly syncfs: NativeFunction;
  readonly utimensat: NativeFunction;
  readonly llistxattr: NativeFunction;
  readonly lgetxattr: NativeFunction;
  readonly lsetxattr: NativeFunction;
}

/** @throws FerryError NATIVE_UNAVAILABLE */
export function loadLinuxCalls(): LinuxCalls {
  const libc = loadLibc();
  return {
    libc,
    errnoNames: new Map([...getSystemErrorMap()].map(([number, [name]]) => [-number, name])),
    lseek: libc.declare('int64_t lseek(int fd, int64_t offset, int whence)'),
    ioctl: libc.declare('int ioctl(int fd, unsigned long request, ...)'),
    fcntl: libc.declare('int fcntl(int fd, int command, ...)'),
    flock: libc.declare('int flock(int fd, int operation)'),
    fallocate: libc.declare('int fallocate(int fd, int mode, int64_t offset, int64_t length)'),
    fadvise: libc.declare('int posix_fadvise(int fd, int64_t offset, int64_t length, int advice)'),
    renameat2: libc.declare(
      'int renameat2(int sourceFolder, const char *source, int targetFolder, const char *target, unsigned int flags)',
    ),
    syncfs: libc.declare('int syncfs(int fd)'),
    utimensat: libc.declare('int utimensat(int folder, const char *path, const void *times, int flags)'),
    llistxattr: libc.declare('int64_t llistxattr(const char *path, void *list, size_t size)'),
    lgetxattr: libc.declare(
      'int64_t lgetxattr(const char *path, const char *name, void *value, size_t size)',
    ),
    lsetxattr: libc.declare(
      'int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags)',
    ),
  };
}
