/**
 * `node test/macos/record-facts.ts FOLDER…`: prints, as one JSON object for each folder, what its volume really answers where Apple's
 * documents and sources leave it open (installer/README.md, “To confirm on a Mac”). It judges nothing.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type * as Koffi from 'koffi';

const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
const libc = koffi.load(null);
const isMac = process.platform === 'darwin';
/** bsd/sys/_types/_seek_set.h, bsd/sys/fcntl.h, bsd/sys/unistd.h. The two seeks are the other way round on Linux. */
const numbers = {
  SEEK_HOLE: isMac ? 3 : 4,
  SEEK_DATA: isMac ? 4 : 3,
  F_PUNCHHOLE: 99,
  _PC_MIN_HOLE_SIZE: 27,
};

const lseek = libc.func('int64_t lseek(int fd, int64_t offset, int whence)');
const mmap = libc.func('void *mmap(void *addr, size_t length, int prot, int flags, int fd, int64_t offset)');
const munmap = libc.func('int munmap(void *addr, size_t length)');
const memset = libc.func('void *memset(void *s, int c, size_t n)');
const fpathconf = libc.func('long fpathconf(int fd, int name)');
const fcntl = libc.func('int fcntl(int fd, int cmd, ...)');
const Punch = koffi.struct('fpunchhole', {
  flags: 'uint32',
  reserved: 'uint32',
  offset: 'int64',
  length: 'int64',
});

/** Large enough to hold holes on APFS. */
const fileBytes = 128 * 1024 * 1024;
const at = 64 * 1024 * 1024;
const dataBytes = 1024 * 1024;

for (const folder of process.argv.slice(2)) console.log(JSON.stringify(factsOf(resolve(folder)), null, 2));

function factsOf(folder: string): Record<string, unknown> {
  return {
    folder,
    platform: `${process.platform} ${process.arch}, ${process.version}`,
    minHoleSize: withFile(folder, (fd) => answer(fpathconf(fd, numbers._PC_MIN_HOLE_SIZE))),
    afterWrite: withFile(folder, (fd) => {
      writeSync(fd, Buffer.alloc(dataBytes, 1), 0, dataBytes, at);
      const dirty = seeks(fd);
      fsyncSync(fd);
      return { dirty, flushed: seeks(fd), blocks: fstatSync(fd).blocks };
    }),
    afterWriteThroughMap: withFile(folder, (fd) => {
      // PROT_READ | PROT_WRITE, MAP_SHARED
      const address = mmap(null, dataBytes, 3, 1, fd, at);
      memset(address, 1, dataBytes);
      const dirty = seeks(fd);
      fsyncSync(fd);
      const flushed = seeks(fd);
      munmap(address, dataBytes);
      return { dirty, flushed };
    }),
    afterPunch: withFile(folder, (fd) => {
      writeSync(fd, Buffer.alloc(2 * dataBytes, 1), 0, 2 * dataBytes, 0);
      fsyncSync(fd);
      const blocksBefore = fstatSync(fd).blocks;
      if (!isMac) return { blocksBefore };
      const punched = answer(
        fcntl(fd, numbers.F_PUNCHHOLE, koffi.pointer(Punch), {
          flags: 0,
          reserved: 0,
          offset: 0,
          length: dataBytes,
        }),
      );
      return { punched, blocksBefore, blocksAfter: fstatSync(fd).blocks };
    }),
    provenance: isMac ? withFile(folder, setProvenance) : null,
  };
}

/** Where the first hole and the first data are, and data asked for in the middle of data. */
function seeks(fd: number): Record<string, unknown> {
  return {
    holeFromStart: answer(lseek(fd, 0, numbers.SEEK_HOLE)),
    dataFromStart: answer(lseek(fd, 0, numbers.SEEK_DATA)),
    dataFromMiddleOfData: answer(lseek(fd, at + dataBytes / 2, numbers.SEEK_DATA)),
    holeFromData: answer(lseek(fd, at, numbers.SEEK_HOLE)),
  };
}

function setProvenance(fd: number): unknown {
  const fsetxattr = libc.func(
    'int fsetxattr(int fd, const char *name, const void *value, size_t size, uint32 position, int options)',
  );
  return answer(fsetxattr(fd, 'com.apple.provenance', Buffer.alloc(11), 11, 0, 0));
}

/** The number, or the name of the error. */
function answer(value: number): number | string {
  if (value !== -1) return value;
  const number = koffi.errno();
  return Object.entries(koffi.os.errno).find(([, each]) => each === number)?.[0] ?? `errno ${number}`;
}

function withFile<Result>(folder: string, look: (fd: number) => Result): Result | string {
  const path = join(folder, `.vm-ferry-facts-${process.pid}`);
  const fd = openSync(path, 'wx+');
  try {
    ftruncateSync(fd, fileBytes);
    return look(fd);
  } catch (thrown) {
    return String(thrown);
  } finally {
    closeSync(fd);
    rmSync(path);
  }
}
