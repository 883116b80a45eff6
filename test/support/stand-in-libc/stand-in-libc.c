/*
 * A stand-in for the C library of macOS, for tests on Linux. It exports the Darwin functions that the engine calls, takes
 * Darwin's numbers and structures, sets Darwin's error numbers, and works on real Linux files.
 *
 * What it proves: that the engine passes the right numbers and layouts, calls in the right order, and reacts rightly to the
 * documented quirks (darwin-abi.md section 0 and 2), each of which can be switched on by itself.
 * What it does not prove: that APFS behaves as documented.
 *
 * With -DDARWIN_X64 the functions named NAME$INODE64 are the good ones and the plain names fill the structure with rubbish,
 * as the old 32-bit-inode functions of Intel Macs do.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#ifdef DARWIN_X64
#define GOOD(name) __asm__(name "$INODE64")
#else
#define GOOD(name) __asm__(name)
#endif

/*
 * Inside, only functions that are not exported here may be called by name: "fstat" would be our own, with Darwin's layout.
 */
#define facts_of(fd, facts) fstatat(fd, "", facts, AT_EMPTY_PATH)
#define llistxattr(path, names, size) syscall(SYS_llistxattr, path, names, size)
#define lgetxattr(path, name, value, size) syscall(SYS_lgetxattr, path, name, value, size)
#define lsetxattr(path, name, value, size, flags) syscall(SYS_lsetxattr, path, name, value, size, flags)

/* ---- switches ---------------------------------------------------------------------------------------------- */

static struct {
  long seek_unsupported, punch_unsupported, rename_excl_unsupported, clone_acl_invalid, clone_by_copy, claims_survive_fsync,
      refuse_provenance, file_size_bits, file_system;
} is;

EXPORT int stand_in_set(const char *name, int64_t value) {
#define SWITCH(field) if (strcmp(name, #field) == 0) { is.field = value; return 0; }
  SWITCH(seek_unsupported) SWITCH(punch_unsupported) SWITCH(rename_excl_unsupported) SWITCH(clone_acl_invalid)
  SWITCH(clone_by_copy) SWITCH(claims_survive_fsync) SWITCH(refuse_provenance) SWITCH(file_size_bits) SWITCH(file_system)
  return -1;
}

/* ---- error numbers ------------------------------------------------------------------------------------------ */

static int darwin_errno(int number) {
  switch (number) {
    case EAGAIN: return 35;
    case EDEADLK: return 11;
    case EOPNOTSUPP: return 45;
    case ELOOP: return 62;
    case ENAMETOOLONG: return 63;
    case ENOTEMPTY: return 66;
    case EDQUOT: return 69;
    case ESTALE: return 70;
    case ENOSYS: return 78;
    case EOVERFLOW: return 84;
    case ENODATA: return 93;
    default: return number;
  }
}

static int64_t fail(int number) { errno = number; return -1; }
static int64_t answer(int64_t result) { if (result < 0) errno = darwin_errno(errno); return result; }

/* ---- the hole map, with its lies and quirks ------------------------------------------------------------------- */

static struct { uint64_t device, inode; int64_t start, end; } claims[64];
static int claim_count;

/* From now on the map says that [start, end) of the file is a hole, whatever is in it. */
EXPORT int stand_in_claim_hole(const char *path, int64_t start, int64_t end) {
  struct stat facts;
  if (claim_count == 64 || stat(path, &facts) != 0) return -1;
  claims[claim_count].device = facts.st_dev;
  claims[claim_count].inode = facts.st_ino;
  claims[claim_count].start = start;
  claims[claim_count++].end = end;
  return 0;
}

EXPORT int stand_in_forget_claims(void) { claim_count = 0; return 0; }

static int claim_at(int fd, int64_t position) {
  struct stat facts;
  facts_of(fd, &facts);
  for (int i = 0; i < claim_count; i++)
    if (claims[i].device == facts.st_dev && claims[i].inode == facts.st_ino && claims[i].start <= position && position < claims[i].end)
      return i;
  return -1;
}

static int64_t next_claim_start(int fd, int64_t from, int64_t limit) {
  struct stat facts;
  facts_of(fd, &facts);
  for (int i = 0; i < claim_count; i++)
    if (claims[i].device == facts.st_dev && claims[i].inode == facts.st_ino && claims[i].start >= from && claims[i].start < limit)
      limit = claims[i].start;
  return limit;
}

static int64_t raw_seek(int fd, int64_t position, int whence) { return syscall(SYS_lseek, fd, position, whence); }

static int64_t hole_from(int fd, int64_t position) {
  if (claim_at(fd, position) >= 0) return position;
  int64_t hole = raw_seek(fd, position, SEEK_HOLE);
  return hole < 0 ? hole : next_claim_start(fd, position, hole);
}

static int64_t data_from(int fd, int64_t position) {
  for (;;) {
    int claim = claim_at(fd, position);
    if (claim >= 0) { position = claims[claim].end; continue; }
    int64_t data = raw_seek(fd, position, SEEK_DATA);
    if (data < 0 || claim_at(fd, data) < 0) return data;
    position = data;
  }
}

/* whence 3 is SEEK_HOLE and 4 is SEEK_DATA on Darwin. */
EXPORT int64_t lseek(int fd, int64_t position, int whence) {
  if (whence != 3 && whence != 4) return answer(raw_seek(fd, position, whence));
  if (is.seek_unsupported) return fail(25); /* ENOTTY, as HFS+ answers */
  struct stat facts;
  if (facts_of(fd, &facts) != 0) return answer(-1);
  if (position < 0 || position >= facts.st_size) return fail(ENXIO);
  int64_t hole = hole_from(fd, position);
  if (hole < 0) return answer(hole);
  if (whence == 3) return hole >= facts.st_size ? fail(ENXIO) : hole;
  if (hole > position) { /* asked inside data: the next data, not this one */
    if (hole >= facts.st_size) return fail(ENXIO);
    position = hole;
  }
  return answer(data_from(fd, position));
}

EXPORT int fsync(int fd) {
  if (!is.claims_survive_fsync) {
    struct stat facts;
    facts_of(fd, &facts);
    for (int i = 0; i < claim_count; i++)
      if (claims[i].device == facts.st_dev && claims[i].inode == facts.st_ino) claims[i].inode = 0;
  }
  return (int)answer(syscall(SYS_fsync, fd));
}

/* ---- fcntl ------------------------------------------------------------------------------------------------- */

struct fpunchhole { uint32_t fp_flags, reserved; int64_t fp_offset, fp_length; };

static int punch(int fd, const struct fpunchhole *hole) {
  if (is.punch_unsupported) return (int)fail(45);
  int flags = (int)syscall(SYS_fcntl, fd, F_GETFL, 0);
  if (flags < 0) return (int)answer(-1);
  if ((flags & O_ACCMODE) == O_RDONLY) return (int)fail(EPERM);
  if (hole->fp_flags != 0 || hole->reserved != 0 || hole->fp_offset < 0 || hole->fp_length <= 0) return (int)fail(EINVAL);
  if (hole->fp_offset % 4096 != 0 || hole->fp_length % 4096 != 0) return (int)fail(EINVAL);
  return (int)answer(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, hole->fp_offset, hole->fp_length));
}

struct darwin_flock { int64_t l_start, l_len; int32_t l_pid; int16_t l_type, l_whence; };

/* Whether a write lock could be had (1 read, 2 none, 3 write there; 0, 2, 1 here). Both of Darwin's questions see every lock. */
static int ask_lock(int fd, struct darwin_flock *lock) {
  if (lock->l_type != 1 && lock->l_type != 3) return (int)fail(EINVAL);
  struct flock here = {.l_type = lock->l_type == 3 ? F_WRLCK : F_RDLCK,
                       .l_whence = lock->l_whence, .l_start = lock->l_start, .l_len = lock->l_len};
  if (syscall(SYS_fcntl, fd, F_OFD_GETLK, &here) < 0) return (int)answer(-1);
  lock->l_type = here.l_type == F_UNLCK ? 2 : here.l_type == F_WRLCK ? 3 : 1;
  lock->l_pid = here.l_pid;
  return 0;
}

EXPORT int flock(int fd, int operation) {
  if ((operation & ~15) != 0) return (int)fail(EINVAL);
  return (int)answer(syscall(SYS_flock, fd, operation));
}

EXPORT int fcntl(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  int result;
  switch (command) {
    case 99: result = punch(fd, va_arg(arguments, const struct fpunchhole *)); break; /* F_PUNCHHOLE */
    case 48: result = va_arg(arguments, int) == 1 ? 0 : (int)fail(EINVAL); break;     /* F_NOCACHE */
    case 7: case 92: result = ask_lock(fd, va_arg(arguments, struct darwin_flock *)); break; /* F_GETLK, F_OFD_GETLK */
    default: result = (int)fail(EINVAL);
  }
  va_end(arguments);
  return result;
}

/* ---- extended attributes: "user." stands before the name on disk; ours are hidden --------------------------------- */

#define HIDDEN "user.stand-in."

static uint32_t flags_of(const char *path) {
  uint32_t flags = 0;
  return lgetxattr(path, HIDDEN "flags", &flags, sizeof flags) == sizeof flags ? flags : 0;
}

static const char *path_of(int fd, char *path) { snprintf(path, 64, "/proc/self/fd/%d", fd); return path; }

EXPORT int64_t listxattr(const char *path, char *names, size_t size, int options) {
  char all[65536];
  ssize_t bytes = options == 1 ? llistxattr(path, all, sizeof all) : (syscall(SYS_listxattr, path, all, sizeof all));
  if (bytes < 0) return answer(bytes);
  size_t used = 0;
  for (char *name = all; name < all + bytes; name += strlen(name) + 1) {
    if (strncmp(name, "user.", 5) != 0 || strncmp(name, HIDDEN, strlen(HIDDEN)) == 0) continue;
    size_t length = strlen(name + 5) + 1;
    if (names != NULL) {
      if (used + length > size) return fail(ERANGE);
      memcpy(names + used, name + 5, length);
    }
    used += length;
  }
  return (int64_t)used;
}

EXPORT int setxattr(const char *path, const char *name, const void *value, size_t size, uint32_t position, int options) {
  char full[300];
  if (position != 0) return (int)fail(EINVAL);
  if (is.refuse_provenance && strcmp(name, "com.apple.provenance") == 0) return (int)fail(EPERM);
  snprintf(full, sizeof full, "user.%s", name);
  return (int)answer(options == 1 ? lsetxattr(path, full, value, size, 0) : syscall(SYS_setxattr, path, full, value, size, 0));
}

/* ---- copyfile ------------------------------------------------------------------------------------------------ */

/* Removes the target's attributes first; goes on after one that is refused (copyfile.c:3526-3570, 3877). */
static int copy_attributes(const char *source, const char *target) {
  static char names[65536], value[65536], full[65600];
  int result = 0;
  int64_t bytes = listxattr(target, names, sizeof names, 0);
  for (char *name = names; bytes > 0 && name < names + bytes; name += strlen(name) + 1) {
    snprintf(full, sizeof full, "user.%s", name);
    syscall(SYS_removexattr, target, full);
  }
  bytes = listxattr(source, names, sizeof names, 0);
  for (char *name = names; bytes > 0 && name < names + bytes; name += strlen(name) + 1) {
    snprintf(full, sizeof full, "user.%s", name);
    ssize_t length = syscall(SYS_getxattr, source, full, value, sizeof value);
    if (length < 0 || setxattr(target, name, value, (size_t)length, 0, 0) != 0) result = -1;
  }
  return result;
}

static int copy_access_list(const char *source, const char *target) {
  static const char *names[] = {"system.posix_acl_access", "system.posix_acl_default"};
  char value[65536];
  for (int i = 0; i < 2; i++) {
    ssize_t length = syscall(SYS_getxattr, source, names[i], value, sizeof value);
    if (length >= 0 && syscall(SYS_setxattr, target, names[i], value, length, 0) != 0) return (int)answer(-1);
  }
  return 0;
}

static int copy_stat(const char *source, const char *target) {
  struct stat facts;
  if (stat(source, &facts) != 0) return (int)answer(-1);
  struct timespec times[2] = {facts.st_atim, facts.st_mtim};
  uint32_t flags = flags_of(source) & ~0x1800c0u; /* as copyfile masks them */
  chmod(target, facts.st_mode & 07777);
  if (chown(target, facts.st_uid, facts.st_gid) != 0) errno = 0;
  if (flags != 0) syscall(SYS_setxattr, target, HIDDEN "flags", &flags, sizeof flags, 0);
  utimensat(AT_FDCWD, target, times, 0);
  return 0;
}

static int copy_parts(const char *source, const char *target, uint32_t parts) {
  if (parts == 4) return copy_attributes(source, target); /* COPYFILE_XATTR */
  if (parts == 1) return copy_access_list(source, target); /* COPYFILE_ACL */
  if (parts == 2) return copy_stat(source, target);        /* COPYFILE_STAT */
  return (int)fail(EINVAL);
}

EXPORT int fcopyfile(int source, int target, void *state, uint32_t flags) {
  char a[64], b[64];
  if (state != NULL) return (int)fail(EINVAL);
  return copy_parts(path_of(source, a), path_of(target, b), flags);
}

/* The path form, which the engine uses for links only; links have neither attributes nor access lists on Linux. */
EXPORT int copyfile(const char *source, const char *target, void *state, uint32_t flags) {
  struct stat facts;
  if (state != NULL || (flags & 0xc0000) != 0xc0000) return (int)fail(EINVAL);
  if (fstatat(AT_FDCWD, source, &facts, AT_SYMLINK_NOFOLLOW) != 0) return (int)answer(-1);
  if (!S_ISLNK(facts.st_mode)) return copy_parts(source, target, flags & 0xf);
  return lchown(target, facts.st_uid, facts.st_gid) == 0 || errno == EPERM ? 0 : (int)answer(-1);
}

/* ---- clonefile ------------------------------------------------------------------------------------------------ */

static int clone_data(int source, int target) {
  if (ioctl(target, FICLONE, source) == 0) return 0;
  if (errno == EXDEV) return (int)fail(EXDEV);
  if (!is.clone_by_copy) return (int)fail(45);
  char buffer[65536];
  for (ssize_t bytes; (bytes = read(source, buffer, sizeof buffer)) > 0;)
    if (write(target, buffer, (size_t)bytes) != bytes) return (int)answer(-1);
  return 0;
}

/* CLONE_NOFOLLOW 1, CLONE_ACL 4. Clones carry attributes, mode, times and flags. */
EXPORT int clonefile(const char *source, const char *target, uint32_t flags) {
  if ((flags & ~5u) != 0 || (is.clone_acl_invalid && (flags & 4) != 0)) return (int)fail(EINVAL);
  int from = open(source, O_RDONLY | ((flags & 1) != 0 ? O_NOFOLLOW : 0));
  if (from < 0) return (int)answer(-1);
  int into = open(target, O_RDWR | O_CREAT | O_EXCL, 0600);
  if (into < 0) { close(from); return (int)answer(-1); }
  int result = clone_data(from, into);
  int number = errno;
  close(from);
  close(into);
  if (result != 0) { unlink(target); return (int)fail(number); }
  copy_attributes(source, target);
  copy_stat(source, target);
  return 0;
}

/* ---- names, flags, times --------------------------------------------------------------------------------------- */

EXPORT int renameatx_np(int from_folder, const char *source, int into_folder, const char *target, unsigned flags) {
  if (from_folder != -2 || into_folder != -2) return (int)fail(EBADF);
  if (flags == 4 && is.rename_excl_unsupported) return (int)fail(45);
  if (flags != 4) return (int)fail(EINVAL);
  if ((flags_of(source) & 0x60006) != 0) return (int)fail(EPERM);
  return (int)answer(syscall(SYS_renameat2, AT_FDCWD, source, AT_FDCWD, target, RENAME_NOREPLACE));
}

EXPORT int lchflags(const char *path, uint32_t flags) {
  return (int)answer(lsetxattr(path, HIDDEN "flags", &flags, sizeof flags, 0));
}

struct attrlist { uint16_t bitmapcount, reserved; uint32_t commonattr, volattr, dirattr, fileattr, forkattr; };

/* Times only: birth, change, access, in the order of their bits. */
EXPORT int setattrlist(const char *path, const struct attrlist *list, const void *values, size_t size, unsigned options) {
  if (list->bitmapcount != 5 || list->reserved != 0 || list->commonattr != 0x1600 || size != 48) return (int)fail(EINVAL);
  if (list->volattr != 0 || list->dirattr != 0 || list->fileattr != 0 || list->forkattr != 0) return (int)fail(EINVAL);
  struct timespec times[3];
  memcpy(times, values, sizeof times);
  struct timespec unix_times[2] = {times[2], times[1]};
  lsetxattr(path, HIDDEN "born", &times[0], sizeof times[0], 0);
  return (int)answer(utimensat(AT_FDCWD, path, unix_times, options == 1 ? AT_SYMLINK_NOFOLLOW : 0));
}

/* Only the volume's UUID, made from the file system's id: a length, then 16 bytes. */
EXPORT int getattrlist(const char *path, const struct attrlist *list, void *values, size_t size, unsigned options) {
  struct statfs facts;
  if (list->bitmapcount != 5 || list->volattr != 0x80040000u || list->commonattr != 0 || options != 0 || size != 20) return (int)fail(EINVAL);
  if (syscall(SYS_statfs, path, &facts) != 0) return (int)answer(-1);
  uint32_t length = 20;
  memset(values, 0x5a, size);
  memcpy(values, &length, 4);
  memcpy((char *)values + 4, &facts.f_fsid, 8);
  return 0;
}

/* ---- stat, statfs, pathconf --------------------------------------------------------------------------------------- */

static void fill_stat(const struct stat *facts, uint32_t flags, unsigned char *out) {
  memset(out, 0, 144);
  uint32_t device = (uint32_t)facts->st_dev;
  uint16_t mode = (uint16_t)facts->st_mode;
  uint64_t inode = facts->st_ino;
  int64_t size = facts->st_size, blocks = facts->st_blocks;
  memcpy(out + 0, &device, 4);
  memcpy(out + 4, &mode, 2);
  memcpy(out + 8, &inode, 8);
  memcpy(out + 96, &size, 8);
  memcpy(out + 104, &blocks, 8);
  memcpy(out + 116, &flags, 4);
}

int good_lstat(const char *path, void *out) GOOD("lstat");
EXPORT int good_lstat(const char *path, void *out) {
  struct stat facts;
  if (fstatat(AT_FDCWD, path, &facts, AT_SYMLINK_NOFOLLOW) != 0) return (int)answer(-1);
  fill_stat(&facts, flags_of(path), out);
  return 0;
}

int good_fstat(int fd, void *out) GOOD("fstat");
EXPORT int good_fstat(int fd, void *out) {
  struct stat facts;
  char path[64];
  uint32_t flags = 0;
  if (fstatat(fd, "", &facts, AT_EMPTY_PATH) != 0) return (int)answer(-1);
  if (syscall(SYS_getxattr, path_of(fd, path), HIDDEN "flags", &flags, sizeof flags) != sizeof flags) flags = 0;
  fill_stat(&facts, flags, out);
  return 0;
}

int good_statfs(const char *path, void *out) GOOD("statfs");
EXPORT int good_statfs(const char *path, void *out) {
  static const char *names[] = {"apfs", "hfs", "exfat", "smbfs"};
  struct statfs facts;
  if (syscall(SYS_statfs, path, &facts) != 0) return (int)answer(-1);
  memset(out, 0, 2168);
  uint32_t block = (uint32_t)facts.f_bsize;
  memcpy(out, &block, 4);
  strcpy((char *)out + 72, names[is.file_system & 3]);
  strcpy((char *)out + 88, "/");
  return 0;
}

#ifdef DARWIN_X64
int old_lstat(const char *path, void *out) __asm__("lstat");
EXPORT int old_lstat(const char *path, void *out) { (void)path; memset(out, 0xee, 96); return 0; }
int old_fstat(int fd, void *out) __asm__("fstat");
EXPORT int old_fstat(int fd, void *out) { (void)fd; memset(out, 0xee, 96); return 0; }
int old_statfs(const char *path, void *out) __asm__("statfs");
EXPORT int old_statfs(const char *path, void *out) { (void)path; memset(out, 0xee, 96); return 0; }
#endif

EXPORT long pathconf(const char *path, int name) {
  struct stat facts;
  if (fstatat(AT_FDCWD, path, &facts, 0) != 0) return answer(-1);
  return name == 18 ? (is.file_size_bits != 0 ? is.file_size_bits : 64) : fail(EINVAL);
}
