/** The head of a qcow2 by hand (QEMU docs/interop/qcow2.rst), with what a test wants in it. */
export function qcow2Bytes(
  want: {
    readonly version?: number;
    readonly capacityBytes?: bigint;
    readonly features?: bigint;
    readonly backingFile?: string;
    readonly snapshots?: readonly {
      readonly id: string;
      readonly name: string;
      readonly stateBytes: bigint;
    }[];
    readonly snapshotCount?: number;
  } = {},
): Buffer {
  const { version = 3, capacityBytes = 2n ** 30n, features = 0n, backingFile = '', snapshots = [] } = want;
  const head = Buffer.alloc(4096);
  head.write('QFI\xfb', 'latin1');
  head.writeUInt32BE(version, 4);
  head.writeBigUInt64BE(BigInt(backingFile === '' ? 0 : 2048), 8);
  head.writeUInt32BE(Buffer.byteLength(backingFile), 16);
  head.write(backingFile, 2048);
  head.writeUInt32BE(16, 20);
  head.writeBigUInt64BE(capacityBytes, 24);
  head.writeUInt32BE(want.snapshotCount ?? snapshots.length, 60);
  head.writeBigUInt64BE(4096n, 64);
  head.writeBigUInt64BE(features, 72);
  return Buffer.concat([head, ...snapshots.map(snapshotEntry)]);
}

function snapshotEntry({ id, name, stateBytes }: { id: string; name: string; stateBytes: bigint }): Buffer {
  const fixed = Buffer.alloc(40 + 16);
  fixed.writeUInt16BE(Buffer.byteLength(id), 12);
  fixed.writeUInt16BE(Buffer.byteLength(name), 14);
  fixed.writeUInt32BE(Number(stateBytes & 0xffffffffn), 32);
  fixed.writeUInt32BE(16, 36);
  fixed.writeBigUInt64BE(stateBytes, 40);
  const entry = Buffer.concat([fixed, Buffer.from(id), Buffer.from(name)]);
  return Buffer.concat([entry, Buffer.alloc((8 - (entry.length % 8)) % 8)]);
}
