/** The processors that macOS runs on, in Node's words. */
export type Architecture = 'arm64' | 'x64';

/** One program for one processor: the whole file, or a piece of a universal one. */
export interface MachOSlice {
  readonly architecture: Architecture | 'other';
  readonly start: number;
  readonly end: number;
}

// <mach-o/loader.h> and <mach-o/fat.h>. Thin files are in the processor's order, universal heads are big-endian.
const thinMagic = 0xfeedfacf;
const fatMagic = 0xcafebabe;
const fat64Magic = 0xcafebabf;
/** 0xcafebabe is also a Java class, whose next word (its version) is 45 or more. */
const slicesMax = 30;
/** Room for the head of every universal file there is. */
export const machOHeadBytes = 4096;

const architectures: Readonly<Record<number, Architecture>> = {
  16777228: 'arm64', // CPU_TYPE_ARM64 0x0100000c
  16777223: 'x64', // CPU_TYPE_X86_64 0x01000007
};

/**
 * The programs in a Mach-O file; empty when it is none.
 *
 * @param head the first `machOHeadBytes` of the file, or all of it when it is shorter
 * @param fileBytes length of the file
 */
export function machOSlices(head: Buffer, fileBytes: number): MachOSlice[] {
  if (head.length < 8) return [];
  if (head.readUInt32LE(0) === thinMagic)
    return [{ architecture: architectureOf(head.readUInt32LE(4)), start: 0, end: fileBytes }];
  const magic = head.readUInt32BE(0);
  if (magic !== fatMagic && magic !== fat64Magic) return [];
  const isWide = magic === fat64Magic;
  const count = head.readUInt32BE(4);
  const entryBytes = isWide ? 32 : 20;
  if (count === 0 || count > slicesMax || 8 + count * entryBytes > head.length) return [];
  return Array.from({ length: count }, (_, index) => {
    const at = 8 + index * entryBytes;
    const start = isWide ? Number(head.readBigUInt64BE(at + 8)) : head.readUInt32BE(at + 8);
    const length = isWide ? Number(head.readBigUInt64BE(at + 16)) : head.readUInt32BE(at + 12);
    return { architecture: architectureOf(head.readUInt32BE(at)), start, end: start + length };
  });
}

/**
 * The program for one processor out of a universal file, as `lipo -thin` cuts it. Each piece carries a code signature of its
 * own, which counts from the piece's beginning, so it stays valid.
 *
 * @throws Error when the file has no program for that processor
 */
export function thinMachO(bytes: Buffer, architecture: Architecture): Buffer {
  const slice = machOSlices(bytes, bytes.length).find((each) => each.architecture === architecture);
  if (slice === undefined) throw new Error(`there is no program for ${architecture} in it`);
  return bytes.subarray(slice.start, slice.end);
}

function architectureOf(cpuType: number): Architecture | 'other' {
  return architectures[cpuType] ?? 'other';
}
