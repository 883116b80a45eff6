/*
 * For LD_PRELOAD, in the bench alone. What a program does is not changed but for this:
 *
 * BENCH_NO_FLUSH=1          flushes answer at once and do nothing, so that a copy that always flushes can be compared with tools
 *                           that never do. VM Ferry itself has no such switch.
 * BENCH_FIRST_BYTE_FILE=F   the time from the start of the process to its first write of at least 64 KiB goes to F, in ms.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef int (*flush_call)(int);

static int is_quiet(void) {
  static int answer = -1;
  if (answer < 0) answer = getenv("BENCH_NO_FLUSH") != NULL;
  return answer;
}

static int flush_with(const char *name, int fd) {
  if (is_quiet()) return 0;
  return ((flush_call)dlsym(RTLD_NEXT, name))(fd);
}

int fsync(int fd) { return flush_with("fsync", fd); }
int fdatasync(int fd) { return flush_with("fdatasync", fd); }
int syncfs(int fd) { return flush_with("syncfs", fd); }

int sync_file_range(int fd, off64_t start, off64_t length, unsigned int flags) {
  typedef int (*range_call)(int, off64_t, off64_t, unsigned int);
  if (is_quiet()) return 0;
  return ((range_call)dlsym(RTLD_NEXT, "sync_file_range"))(fd, start, length, flags);
}

static void note_first(size_t length) {
  static int is_done = 0;
  const char *file = getenv("BENCH_FIRST_BYTE_FILE"), *start = getenv("BENCH_START_NS");
  if (is_done || length < 65536 || !file || !start) return;
  is_done = 1;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  FILE *out = fopen(file, "w");
  if (!out) return;
  fprintf(out, "%.3f\n", (now.tv_sec * 1000000000LL + now.tv_nsec - atoll(start)) / 1e6);
  fclose(out);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t position) {
  static pwrite_call real;
  if (!real) real = (pwrite_call)dlsym(RTLD_NEXT, "pwrite");
  note_first(length);
  return real(fd, bytes, length, position);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t position) {
  static pwrite_call real;
  if (!real) real = (pwrite_call)dlsym(RTLD_NEXT, "pwrite64");
  note_first(length);
  return real(fd, bytes, length, position);
}
