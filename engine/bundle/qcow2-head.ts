import type { OpenFile } from '../system/file-system.ts';
import { readHead } from './read-head.ts';

/** What a qcow2 says about itself before its data (QEMU docs/interop/qcow2.rst). */
export interface Qcow2Head {
  /** What the guest sees. */
  readonly capacityBytes: number;
  /** Name of an image that this one only holds the differences to; it lies elsewhere. */
  readonly backingFile: string | undefined;
  /** True when the guest's data is in another file altogether. */
  readonly hasExternalData: boolean;
  /** QEMU did not close it: it was running, or was cut off. */
  readonly isDirty: boolean;
  readonly isMarkedCorrupt: boolean;
  readonly snapshots: readonly Qcow2Snapshot[];
}

export interface Qcow2Snapshot {
  readonly id: string;
  readonly name: string;
  /** Memory of the running machine kept in it, in bytes; 0 for one of the disk alone. */
  readonly stateBytes: number;
}

/** Far more than anybody makes; QEMU's own limit is 65,536. */
const snapshotsMax = 1000;
const snapshotTableBytesMax = 1024 * 1024;
/** The specification: at most 1,023 bytes. */
const backingNameBytesMax = 1023;
/** Bytes of a snapshot's entry before its extra data. */
const snapshotFixedBytes = 40;

const versionHeadBytes: Readonly<Record<number, number>> = { 2: 72, 3: 80 };

/**
 * @param head the first bytes of the file
 * @returns undefined when it is of another version or too short to be read
 * @throws SystemCallError
 */
export function readQcow2Head(file: OpenFile, head: Buffer): Qcow2Head | undefined {
  const needed = versionHeadBytes[head.length >= 8 ? head.readUInt32BE(4) : 0];
  if (needed === undefined || head.length < needed) return undefined;
  const capacity = head.readBigUInt64BE(24);
  if (capacity > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const features = needed === 80 ? head.readBigUInt64BE(72) : 0n;
  return {
    capacityBytes: Number(capacity),
    backingFile: readBackingName(file, head),
    isDirty: (features & 1n) !== 0n,
    isMarkedCorrupt: (features & 2n) !== 0n,
    hasExternalData: (features & 4n) !== 0n,
    snapshots: readSnapshots(file, head),
  };
}

function readBackingName(file: OpenFile, head: Buffer): string | undefined {
  const [offset, length] = [head.readBigUInt64BE(8), head.readUInt32BE(16)];
  if (offset === 0n || length === 0 || length > backingNameBytesMax || !isInside(file, offset))
    return undefined;
  return readHead(file, length, Number(offset)).toString('utf8');
}

/** As many as there are before the first that cannot be: a damaged table is no reason to know nothing. */
function readSnapshots(file: OpenFile, head: Buffer): Qcow2Snapshot[] {
  const count = Math.min(head.readUInt32BE(60), snapshotsMax);
  const offset = head.readBigUInt64BE(64);
  if (count === 0 || !isInside(file, offset)) return [];
  const left = file.readFacts().logicalBytes - Number(offset);
  const table = readHead(file, Math.min(snapshotTableBytesMax, left), Number(offset));
  const snapshots: Qcow2Snapshot[] = [];
  for (let at = 0; snapshots.length < count && at + snapshotFixedBytes <= table.length; ) {
    const [idBytes, nameBytes] = [table.readUInt16BE(at + 12), table.readUInt16BE(at + 14)];
    const extraBytes = table.readUInt32BE(at + 36);
    const idStart = at + snapshotFixedBytes + extraBytes;
    const end = idStart + idBytes + nameBytes;
    if (end > table.length) break;
    const hasLongState = extraBytes >= 8;
    const stateBytes = hasLongState
      ? Number(table.readBigUInt64BE(at + snapshotFixedBytes))
      : table.readUInt32BE(at + 32);
    snapshots.push({
      id: table.toString('utf8', idStart, idStart + idBytes),
      name: table.toString('utf8', idStart + idBytes, end),
      stateBytes,
    });
    at = Math.ceil(end / 8) * 8;
  }
  return snapshots;
}

function isInside(file: OpenFile, offset: bigint): boolean {
  return offset > 0n && offset < BigInt(file.readFacts().logicalBytes);
}
