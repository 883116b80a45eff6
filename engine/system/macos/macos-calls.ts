import { type ErrnoNames, type Libc, loadLibc, type NativeFunction } from '../libc.ts';
import { currentArchitecture } from '../platform.ts';
import { errnos } from './macos-abi.ts';

/** The native functions of macOS that node:fs does not offer. Prototypes: darwin-abi.md §1.1. */
export interface MacosCalls {
  readonly libc: Libc;
  readonly errnoNames: ErrnoNames;
  readonly lseek: NativeFunction;
  readonly fcntl: NativeFunction;
  readonly flock: NativeFunction;
  readonly fsync: NativeFunction;
  readonly lstat: NativeFunction;
  readonly fstat: NativeFunction;
  readonly statfs: NativeFunction;
  readonly pathconf: NativeFunction;
  readonly clonefile: NativeFunction;
  readonly copyfile: NativeFunction;
  readonly fcopyfile: NativeFunction;
  readonly getattrlist: NativeFunction;
  readonly setattrlist: NativeFunction;
  readonly lchflags: NativeFunction;
  readonly renameatx_np: NativeFunction;
  readonly listxattr: NativeFunction;
  readonly setxattr: NativeFunction;
}

/**
 * @param libc the process's own, or a stand-in
 * @param architecture on x86-64 the good stat functions carry `$INODE64`; the plain names exist and fill an older,
 *   shorter structure without complaint (darwin-abi.md §0.6)
 * @throws FerryError NATIVE_UNAVAILABLE
 */
export function loadMacosCalls(
  libc: Libc = loadLibc(),
  architecture: string = currentArchitecture(),
): MacosCalls {
  const inode64 = architecture === 'x64' ? '$INODE64' : '';
  return {
    libc,
    errnoNames: new Map(Object.entries(errnos).map(([name, number]) => [number, name])),
    lseek: libc.declare('int64_t lseek(int fd, int64_t offset, int whence)'),
    fcntl: libc.declare('int fcntl(int fd, int command, ...)'),
    flock: libc.declare('int flock(int fd, int operation)'),
    fsync: libc.declare('int fsync(int fd)'),
    lstat: libc.declareSymbol(`lstat${inode64}`, 'int', ['str', 'void *']),
    fstat: libc.declareSymbol(`fstat${inode64}`, 'int', ['int', 'void *']),
    statfs: libc.declareSymbol(`statfs${inode64}`, 'int', ['str', 'void *']),
    pathconf: libc.declare('long pathconf(const char *path, int name)'),
    clonefile: libc.declare('int clonefile(const char *source, const char *target, uint32_t flags)'),
    copyfile: libc.declare(
      'int copyfile(const char *source, const char *target, void *state, uint32_t flags)',
    ),
    fcopyfile: libc.declare('int fcopyfile(int source, int target, void *state, uint32_t flags)'),
    getattrlist: libc.declare(
      'int getattrlist(const char *path, void *list, void *values, size_t size, unsigned int options)',
    ),
    setattrlist: libc.declare(
      'int setattrlist(const char *path, void *list, void *values, size_t size, unsigned int options)',
    ),
    lchflags: libc.declare('int lchflags(const char *path, uint32_t flags)'),
    renameatx_np: libc.declare(
      'int renameatx_np(int sourceFolder, const char *source, int targetFolder, const char *target, unsigned int flags)',
    ),
    listxattr: libc.declare('int64_t listxattr(const char *path, void *names, size_t size, int options)'),
    setxattr: libc.declare(
      'int setxattr(const char *path, const char *name, const void *value, size_t size, uint32_t position, int options)',
    ),
  };
}
