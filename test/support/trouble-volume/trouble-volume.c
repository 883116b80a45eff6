/*
 * A FUSE file system that makes trouble on request: it shows a backing folder, and lies about holes, cuts reads and writes
 * short, is slow, fails, vanishes, or withholds what was written until it is flushed, so that killing it is a power cut.
 *
 *   trouble-volume BACKING MOUNT -f -s
 *   setfattr -n user.trouble.lie -v 1 MOUNT
 *
 * It proves how the engine behaves over a real kernel on a volume that answers so. It is not a model of any real volume:
 * names and lengths reach the backing folder at once, content only at fsync.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 31
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 4096
#define PREFIX "user.trouble."

static char root[PATH_MAX];

/* Each is set through an extended attribute of the mount point; 0 is off. Calls are counted from when one was set. */
static struct {
  long lie;      /* every file is one hole, by its map */
  long count;    /* longest read or write, in bytes */
  long early;    /* reads end at this offset */
  long delay;    /* milliseconds a read or write takes */
  long errno_;   /* what failing calls answer */
  long failat;   /* number of the call that fails */
  long failfrom; /* number of the call from which on all fail */
  long vanishat; /* number of the call at which this process ends */
  long full;     /* bytes that may still be written, plus 1 */
  long withhold; /* writes reach the backing folder at fsync only */
} trouble;
static const struct { const char *name; long *value; } switches[] = {
  {"lie", &trouble.lie}, {"count", &trouble.count}, {"early", &trouble.early}, {"delay", &trouble.delay},
  {"errno", &trouble.errno_}, {"failat", &trouble.failat}, {"failfrom", &trouble.failfrom},
  {"vanishat", &trouble.vanishat}, {"full", &trouble.full}, {"withhold", &trouble.withhold},
};
static long calls;

/* Passes every call; answers what it must fail with, or 0. */
static int pass(void) {
  calls++;
  if (trouble.vanishat != 0 && calls >= trouble.vanishat) _exit(0);
  if ((trouble.failat != 0 && calls == trouble.failat) || (trouble.failfrom != 0 && calls >= trouble.failfrom))
    return -(int)trouble.errno_;
  return 0;
}
static void wait_a_while(void) {
  struct timespec time = {trouble.delay / 1000, (trouble.delay % 1000) * 1000000L};
  if (trouble.delay != 0) nanosleep(&time, NULL);
}
#define PASS() do { int bad = pass(); if (bad != 0) return bad; } while (0)
#define ANSWER(call) return (call) == -1 ? -errno : 0

static const char *real(const char *path) {
  static char whole[2][PATH_MAX + PATH_MAX];
  static int turn;
  turn = 1 - turn;
  snprintf(whole[turn], sizeof whole[turn], "%s%s", root, path);
  return whole[turn];
}

/* What was written to one file and not flushed: whole blocks, in a file without a name. */
struct withheld {
  ino_t inode;
  int fd;
  unsigned char *is_dirty;
  size_t blocks;
  struct withheld *next;
};
static struct withheld *all_withheld;

static struct withheld *withheld_of(ino_t inode) {
  for (struct withheld *each = all_withheld; each != NULL; each = each->next)
    if (each->inode == inode) return each;
  return NULL;
}
static void forget_withheld(ino_t inode) {
  struct withheld *file = withheld_of(inode);
  if (file != NULL) memset(file->is_dirty, 0, file->blocks);
}
static ino_t inode_of(int fd) {
  struct stat facts;
  return fstat(fd, &facts) == 0 ? facts.st_ino : 0;
}
static struct withheld *withhold_until(ino_t inode, size_t blocks) {
  struct withheld *file = withheld_of(inode);
  if (file == NULL) {
    file = calloc(1, sizeof *file);
    file->inode = inode;
    file->fd = open(root, O_TMPFILE | O_RDWR, 0600);
    file->next = all_withheld;
    all_withheld = file;
  }
  if (blocks > file->blocks) {
    file->is_dirty = realloc(file->is_dirty, blocks);
    memset(file->is_dirty + file->blocks, 0, blocks - file->blocks);
    file->blocks = blocks;
  }
  return file;
}
static int withheld_write(int fd, const char *bytes, size_t length, off_t offset) {
  size_t first = offset / BLOCK, last = (offset + length - 1) / BLOCK;
  struct withheld *file = withhold_until(inode_of(fd), last + 1);
  struct stat facts;
  if (file->fd == -1) return -EIO;
  for (size_t at = first; at <= last; at++) {
    char block[BLOCK] = {0};
    if (file->is_dirty[at]) continue;
    if (pread(fd, block, BLOCK, (off_t)at * BLOCK) == -1) return -errno;
    if (pwrite(file->fd, block, BLOCK, (off_t)at * BLOCK) != BLOCK) return -errno;
    file->is_dirty[at] = 1;
  }
  if (pwrite(file->fd, bytes, length, offset) != (ssize_t)length) return -errno;
  if (fstat(fd, &facts) == 0 && facts.st_size < offset + (off_t)length && ftruncate(fd, offset + length) == -1)
    return -errno;
  return length;
}
static void withheld_read(int fd, char *bytes, size_t length, off_t offset) {
  struct withheld *file = withheld_of(inode_of(fd));
  for (size_t done = 0; file != NULL && done < length;) {
    size_t at = (offset + done) / BLOCK, inside = (offset + done) % BLOCK;
    size_t part = length - done < BLOCK - inside ? length - done : BLOCK - inside;
    if (at < file->blocks && file->is_dirty[at] && pread(file->fd, bytes + done, part, offset + done) == -1) return;
    done += part;
  }
}
static void withheld_cut(ino_t inode, off_t length) {
  struct withheld *file = withheld_of(inode);
  char zeros[BLOCK] = {0};
  if (file == NULL) return;
  size_t last = length / BLOCK, inside = length % BLOCK;
  for (size_t at = last + (inside != 0); at < file->blocks; at++) file->is_dirty[at] = 0;
  if (inside != 0 && last < file->blocks && file->is_dirty[last] &&
      pwrite(file->fd, zeros, BLOCK - inside, length) == -1)
    file->is_dirty[last] = 0;
}
static int withheld_flush(ino_t inode, const char *path) {
  struct withheld *file = withheld_of(inode);
  struct stat facts;
  char block[BLOCK];
  if (file == NULL) return 0;
  int into = open(real(path), O_WRONLY);
  if (into == -1 || fstat(into, &facts) == -1) return -errno;
  for (size_t at = 0; at < file->blocks; at++) {
    off_t start = (off_t)at * BLOCK;
    size_t length = facts.st_size - start < BLOCK ? facts.st_size - start : BLOCK;
    if (!file->is_dirty[at] || start >= facts.st_size) continue;
    if (pread(file->fd, block, BLOCK, start) == -1 || pwrite(into, block, length, start) == -1) break;
    file->is_dirty[at] = 0;
  }
  close(into);
  return 0;
}

static int on_getattr(const char *path, struct stat *facts, struct fuse_file_info *file) {
  (void)file;
  PASS();
  ANSWER(lstat(real(path), facts));
}
static int on_readlink(const char *path, char *aim, size_t size) {
  PASS();
  ssize_t length = readlink(real(path), aim, size - 1);
  if (length == -1) return -errno;
  aim[length] = 0;
  return 0;
}
static int on_readdir(const char *path, void *list, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *file,
                      enum fuse_readdir_flags flags) {
  (void)offset, (void)file, (void)flags;
  PASS();
  DIR *folder = opendir(real(path));
  if (folder == NULL) return -errno;
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
    fill(list, entry->d_name, NULL, 0, 0);
  closedir(folder);
  return 0;
}
static int on_mkdir(const char *path, mode_t mode) { PASS(); ANSWER(mkdir(real(path), mode)); }
static int on_rmdir(const char *path) { PASS(); ANSWER(rmdir(real(path))); }
static int on_unlink(const char *path) { PASS(); ANSWER(unlink(real(path))); }
static int on_symlink(const char *aim, const char *path) { PASS(); ANSWER(symlink(aim, real(path))); }
static int on_rename(const char *source, const char *target, unsigned flags) {
  PASS();
  ANSWER(renameat2(AT_FDCWD, real(source), AT_FDCWD, real(target), flags));
}
static int on_chmod(const char *path, mode_t mode, struct fuse_file_info *file) {
  (void)file;
  PASS();
  ANSWER(chmod(real(path), mode));
}
static int on_chown(const char *path, uid_t user, gid_t group, struct fuse_file_info *file) {
  (void)file;
  PASS();
  ANSWER(lchown(real(path), user, group));
}
static int on_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *file) {
  (void)file;
  PASS();
  ANSWER(utimensat(AT_FDCWD, real(path), times, AT_SYMLINK_NOFOLLOW));
}
static int on_truncate(const char *path, off_t length, struct fuse_file_info *file) {
  struct stat facts;
  (void)file;
  PASS();
  if (stat(real(path), &facts) == 0) withheld_cut(facts.st_ino, length);
  ANSWER(truncate(real(path), length));
}
static int opened(int fd, struct fuse_file_info *file) {
  if (fd == -1) return -errno;
  file->fh = fd;
  /* Else the kernel would turn a short read into zeros. */
  file->direct_io = 1;
  return 0;
}
static int on_open(const char *path, struct fuse_file_info *file) {
  PASS();
  return opened(open(real(path), file->flags & ~O_NOFOLLOW), file);
}
static int on_create(const char *path, mode_t mode, struct fuse_file_info *file) {
  PASS();
  int fd = open(real(path), file->flags | O_CREAT | O_EXCL, mode);
  /* The number of a removed file may come back. */
  if (fd != -1) forget_withheld(inode_of(fd));
  return opened(fd, file);
}
static int on_read(const char *path, char *bytes, size_t length, off_t offset, struct fuse_file_info *file) {
  (void)path;
  PASS();
  wait_a_while();
  if (trouble.early != 0 && offset >= trouble.early) return 0;
  if (trouble.count != 0 && length > (size_t)trouble.count) length = trouble.count;
  ssize_t got = pread(file->fh, bytes, length, offset);
  if (got == -1) return -errno;
  withheld_read(file->fh, bytes, got, offset);
  return got;
}
static int on_write(const char *path, const char *bytes, size_t length, off_t offset, struct fuse_file_info *file) {
  (void)path;
  PASS();
  wait_a_while();
  if (trouble.full == 1) return -ENOSPC;
  if (trouble.count != 0 && length > (size_t)trouble.count) length = trouble.count;
  if (trouble.full != 0 && length > (size_t)trouble.full - 1) length = trouble.full - 1;
  ssize_t put = trouble.withhold != 0 ? withheld_write(file->fh, bytes, length, offset)
                                      : pwrite(file->fh, bytes, length, offset);
  if (put < 0) return trouble.withhold != 0 ? (int)put : -errno;
  if (trouble.full != 0) trouble.full -= put;
  return put;
}
static int on_fsync(const char *path, int datasync, struct fuse_file_info *file) {
  (void)datasync;
  PASS();
  return withheld_flush(inode_of(file->fh), path);
}
static int on_release(const char *path, struct fuse_file_info *file) {
  (void)path;
  close(file->fh);
  return 0;
}
static off_t on_lseek(const char *path, off_t offset, int whence, struct fuse_file_info *file) {
  (void)path;
  PASS();
  if (trouble.lie != 0) return whence == SEEK_HOLE ? offset : -ENXIO;
  off_t answer = lseek(file->fh, offset, whence);
  return answer == -1 ? -errno : answer;
}
static int on_statfs(const char *path, struct statvfs *facts) { PASS(); ANSWER(statvfs(real(path), facts)); }
static int on_setxattr(const char *path, const char *name, const char *value, size_t size, int flags) {
  if (strncmp(name, PREFIX, strlen(PREFIX)) != 0) {
    PASS();
    ANSWER(lsetxattr(real(path), name, value, size, flags));
  }
  char number[32] = {0};
  memcpy(number, value, size < sizeof number ? size : sizeof number - 1);
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    if (strcmp(name + strlen(PREFIX), switches[i].name) == 0) *switches[i].value = atol(number);
  calls = 0;
  return 0;
}
static int on_getxattr(const char *path, const char *name, char *value, size_t size) {
  if (strcmp(name, PREFIX "calls") != 0) {
    PASS();
    ssize_t length = lgetxattr(real(path), name, value, size);
    return length == -1 ? -errno : (int)length;
  }
  char number[32];
  int length = snprintf(number, sizeof number, "%ld", calls);
  if (size != 0) memcpy(value, number, length);
  return length;
}
static int on_listxattr(const char *path, char *list, size_t size) {
  PASS();
  ssize_t length = llistxattr(real(path), list, size);
  return length == -1 ? -errno : (int)length;
}
static void *on_init(struct fuse_conn_info *connection, struct fuse_config *config) {
  (void)connection;
  /* The engine knows files again by their inodes, also after this process was killed. */
  config->use_ino = 1;
  config->attr_timeout = config->entry_timeout = config->negative_timeout = 0;
  config->hard_remove = 1;
  return NULL;
}

int main(int count, char *words[]) {
  static const struct fuse_operations operations = {
    .init = on_init, .getattr = on_getattr, .readlink = on_readlink, .readdir = on_readdir, .mkdir = on_mkdir,
    .rmdir = on_rmdir, .unlink = on_unlink, .symlink = on_symlink, .rename = on_rename, .chmod = on_chmod,
    .chown = on_chown, .utimens = on_utimens, .truncate = on_truncate, .open = on_open, .create = on_create,
    .read = on_read, .write = on_write, .fsync = on_fsync, .release = on_release, .lseek = on_lseek,
    .statfs = on_statfs, .setxattr = on_setxattr, .getxattr = on_getxattr, .listxattr = on_listxattr,
  };
  if (count < 3 || realpath(words[1], root) == NULL) return 2;
  words[1] = words[0];
  umask(0);
  return fuse_main(count - 1, words + 1, &operations, NULL);
}
