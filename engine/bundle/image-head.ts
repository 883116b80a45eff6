import type { OpenFile } from '../system/file-system.ts';
import { type Qcow2Head, readQcow2Head } from './qcow2-head.ts';
import { readHead } from './read-head.ts';

export type ImageFormat = 'raw' | 'qcow2' | 'qcow' | 'asif' | 'vmdk' | 'vhdx' | 'vdi' | 'iso';

/** What the first bytes of a disk image say about it. */
export interface ImageHead {
  readonly format: ImageFormat;
  /** What a guest sees as the size of its drive, in bytes; undefined where it is not known. */
  readonly capacityBytes: number | undefined;
  /** Only of a qcow2 whose head could be read. */
  readonly qcow2: Qcow2Head | undefined;
}

/** As far as the mark of a CD lies (ECMA-119: sector 16, after one byte). */
const headBytes = 34 * 1024;

/**
 * Formats with a mark at their beginning: qcow2 and qcow (QEMU docs/interop/qcow2), ASIF (“shdw”, as found by those who took it
 * apart; Apple has published nothing), VMDK, VHDX and VDI (their specifications). Names do not count: UTM calls an ASIF disk
 * image `.img` too. What has no mark is raw.
 *
 * @throws SystemCallError
 */
export function readImageHead(file: OpenFile, logicalBytes: number): ImageHead {
  const head = readHead(file, Math.min(headBytes, logicalBytes));
  const mark = head.toString('latin1', 0, 8);
  if (mark.startsWith('QFI\xfb')) {
    const qcow2 = readQcow2Head(file, head);
    const isFirst = head.length >= 8 && head.readUInt32BE(4) === 1;
    return { format: isFirst ? 'qcow' : 'qcow2', capacityBytes: qcow2?.capacityBytes, qcow2 };
  }
  if (mark.startsWith('shdw')) return { format: 'asif', capacityBytes: asifCapacity(head), qcow2: undefined };
  const unknownCapacity = { capacityBytes: undefined, qcow2: undefined };
  if (mark.startsWith('KDMV')) return { format: 'vmdk', ...unknownCapacity };
  if (mark === 'vhdxfile') return { format: 'vhdx', ...unknownCapacity };
  if (head.length > 68 && head.readUInt32LE(64) === 0xbeda107f) return { format: 'vdi', ...unknownCapacity };
  const isDisc = head.toString('latin1', 32_769, 32_774) === 'CD001';
  return { format: isDisc ? 'iso' : 'raw', capacityBytes: logicalBytes, qcow2: undefined };
}

/** Sectors at 0x30 and their size at 0x44, big-endian. */
function asifCapacity(head: Buffer): number | undefined {
  if (head.length < 0x46) return undefined;
  const bytes = head.readBigUInt64BE(0x30) * BigInt(head.readUInt16BE(0x44));
  return bytes > 0n && bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : undefined;
}
