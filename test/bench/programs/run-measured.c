/*
 * run-measured OUT COMMAND WORD…: runs a command and writes to OUT what only the parent of a process can know: wall time,
 * processor time of it and all it started, and the largest resident size of any of them (wait4(2), getrusage(2)).
 * The moment of the start goes to the command as BENCH_START_NS, for first-byte figures (see bench-preload.c).
 *
 * BENCH_FETCH_MIB says how much free memory is to be used once before the clock starts. A virtual machine hands memory that
 * was freed back to its host (free page reporting); who writes to it next waits for it, about 2 s a GiB where this was
 * written, and that would be counted for whoever happens to run next.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long us(struct timeval time) { return time.tv_sec * 1000000LL + time.tv_usec; }

/* Huge pages where there are any: the host gives those back in one go. */
static void fetch_memory(size_t bytes) {
  char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  madvise(memory, bytes, MADV_HUGEPAGE);
  for (size_t at = 0; at < bytes; at += 4096) ((volatile char *)memory)[at] = 1;
  munmap(memory, bytes);
}

int main(int count, char **words) {
  if (count < 3) return 2;
  const char *mebibytes = getenv("BENCH_FETCH_MIB");
  if (mebibytes) fetch_memory((size_t)atol(mebibytes) << 20);
  long long start = now_ns();
  char text[32];
  snprintf(text, sizeof text, "%lld", start);
  setenv("BENCH_START_NS", text, 1);
  pid_t child = fork();
  if (child == 0) {
    execvp(words[2], words + 2);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return 3;
  long long wall = now_ns() - start;
  FILE *out = fopen(words[1], "w");
  if (!out) return 4;
  fprintf(out, "{\"wallMs\":%.3f,\"userMs\":%.3f,\"systemMs\":%.3f,\"peakBytes\":%lld}\n", wall / 1e6, us(usage.ru_utime) / 1e3,
          us(usage.ru_stime) / 1e3, usage.ru_maxrss * 1024LL);
  fclose(out);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
