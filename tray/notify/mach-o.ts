import { closeSync, openSync, readSync } from 'node:fs';

export type Architecture = 'arm64' | 'x64';

/** mach/machine.h: CPU_TYPE_ARM64 and CPU_TYPE_X86_64. */
const architectures = new Map<number, Architecture>([
  [0x0100000c, 'arm64'],
  [0x01000007, 'x64'],
]);
/** mach-o/loader.h: MH_MAGIC_64, here always little-endian. */
const thinMark = 0xfeedfacf;
/** mach-o/fat.h: FAT_MAGIC and FAT_MAGIC_64, always big-endian, with the lengths of their entries. */
const fatEntryBytes = new Map<number, number>([
  [0xcafebabe, 20],
  [0xcafebabf, 32],
]);
/** A Java class begins with the mark of a fat file too; what follows there is its version, which is larger. */
const fatEntriesMax = 30;
const headBytes = 4096;

/** Architectures that a program file is built for, thin or universal; [] when it is no such file or cannot be read. */
export function readArchitectures(path: string): Architecture[] {
  try {
    const fd = openSync(path, 'r');
    try {
      const head = Buffer.alloc(headBytes);
      return architecturesIn(head.subarray(0, readSync(fd, head, 0, headBytes, 0)));
    } finally {
      closeSync(fd);
    }
  } catch {
    return [];
  }
}

/** The same of the first bytes of a file. */
export function architecturesIn(head: Buffer): Architecture[] {
  if (head.length < 8) return [];
  if (head.readUInt32LE(0) === thinMark) return known(head.readUInt32LE(4));
  const entryBytes = fatEntryBytes.get(head.readUInt32BE(0));
  const entries = head.readUInt32BE(4);
  if (entryBytes === undefined || entries === 0 || entries > fatEntriesMax) return [];
  if (8 + entries * entryBytes > head.length) return [];
  return Array.from({ length: entries }, (_, i) => known(head.readUInt32BE(8 + i * entryBytes))).flat();
}

function known(cpuType: number): Architecture[] {
  const architecture = architectures.get(cpuType);
  return architecture === undefined ? [] : [architecture];
}
