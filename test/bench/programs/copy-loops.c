/*
 * copy-loops broken|repaired SOURCE TARGET: our own re-creation of the two loops of the 85 hours (utmapp/UTM #6262), written
 * from its description and not from anybody's code.
 *
 * broken    reads 4,096 bytes, then asks for the next hole, at every block; the position of the file is moved twice for it.
 *           Holes are passed over with SEEK_DATA.
 * repaired  asks once an extent, and moves up to 1 MiB at a time.
 *
 * What the loops cost here is page cache and system calls. The seek cost of the Mac in the report is a model in the bench.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void write_all(int target, const char *buffer, ssize_t length, off_t position) {
  for (ssize_t done = 0; done < length;) {
    ssize_t bytes = pwrite(target, buffer + done, length - done, position + done);
    if (bytes <= 0) fail("pwrite");
    done += bytes;
  }
}

/* The start of the next data at or after `position`, or `end`. */
static off_t next_data(int source, off_t position, off_t end) {
  off_t data = lseek(source, position, SEEK_DATA);
  if (data >= 0) return data;
  if (errno != ENXIO) fail("SEEK_DATA");
  return end;
}

static void copy_broken(int source, int target, off_t end) {
  char block[4096];
  off_t position = next_data(source, 0, end);
  while (position < end) {
    if (lseek(source, position, SEEK_SET) < 0) fail("SEEK_SET");
    ssize_t length = read(source, block, sizeof block);
    if (length < 0) fail("read");
    if (length == 0) break;
    write_all(target, block, length, position);
    position += length;
    off_t hole = lseek(source, position, SEEK_HOLE);
    if (hole < 0 && errno != ENXIO) fail("SEEK_HOLE");
    if (hole == position) position = next_data(source, position, end);
  }
}

static void copy_repaired(int source, int target, off_t end) {
  size_t chunk = 1 << 20;
  char *buffer = malloc(chunk);
  if (!buffer) fail("malloc");
  for (off_t data = next_data(source, 0, end); data < end;) {
    off_t hole = lseek(source, data, SEEK_HOLE);
    if (hole < 0) hole = end;
    while (data < hole) {
      size_t wanted = hole - data < (off_t)chunk ? (size_t)(hole - data) : chunk;
      ssize_t length = pread(source, buffer, wanted, data);
      if (length <= 0) fail("pread");
      write_all(target, buffer, length, data);
      data += length;
    }
    data = next_data(source, data, end);
  }
  free(buffer);
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int source = open(words[2], O_RDONLY);
  if (source < 0) fail(words[2]);
  int target = open(words[3], O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (target < 0) fail(words[3]);
  struct stat facts;
  if (fstat(source, &facts) != 0) fail("fstat");
  if (ftruncate(target, facts.st_size) != 0) fail("ftruncate");
  if (strcmp(words[1], "broken") == 0) copy_broken(source, target, facts.st_size);
  else copy_repaired(source, target, facts.st_size);
  return close(target) == 0 ? 0 : 1;
}
