import { describe, expect, it } from 'vitest';
import { readImageHead } from '../../../engine/bundle/image-head.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { qcow2Bytes } from '../../support/qcow2-bytes.ts';

const headOf = (bytes: Buffer, logicalBytes = bytes.length) => {
  const system = new MemoryFileSystem();
  system.put('/image', logicalBytes, [{ start: 0, bytes }]);
  const file = system.openForReading('/image');
  try {
    return readImageHead(file, logicalBytes);
  } finally {
    file.close();
  }
};

describe('the head of a disk image', () => {
  it('tells an ASIF from a raw image of the same name, with the size the guest sees', () => {
    const head = Buffer.alloc(4096);
    head.write('shdw');
    head.writeUInt32BE(1, 4);
    head.writeBigUInt64BE(123n * 10n ** 9n, 0x30);
    head.writeUInt16BE(512, 0x44);
    expect(headOf(head)).toMatchObject({ format: 'asif', capacityBytes: 123 * 10 ** 9 * 512 });
    expect(headOf(head.subarray(0, 20))).toMatchObject({ format: 'asif', capacityBytes: undefined });
    expect(headOf(Buffer.alloc(4096), 2 ** 36)).toMatchObject({ format: 'raw', capacityBytes: 2 ** 36 });
  });

  it.each([
    ['vmdk', Buffer.from('KDMV')],
    ['vhdx', Buffer.from('vhdxfile')],
    ['vdi', Buffer.concat([Buffer.alloc(64), Buffer.from('7f10dabe', 'hex'), Buffer.alloc(10)])],
    ['iso', Buffer.concat([Buffer.alloc(32_769), Buffer.from('CD001')])],
    ['raw', Buffer.from('KDM')],
    ['raw', Buffer.alloc(0)],
  ])('knows %s by its mark', (format, bytes) => {
    expect(headOf(bytes).format).toBe(format);
  });

  it('reads a qcow2: what the guest sees, snapshots, flags, what it depends on', () => {
    const snapshots = [
      { id: '1', name: 'before update', stateBytes: 0n },
      { id: '2', name: 'suspend', stateBytes: 5_000_000_000n },
      { id: '3', name: 'ü', stateBytes: 7n },
    ];
    const bytes = qcow2Bytes({
      capacityBytes: 64n * 2n ** 30n,
      features: 3n,
      backingFile: 'base.qcow2',
      snapshots,
    });
    expect(headOf(bytes)).toEqual({
      format: 'qcow2',
      capacityBytes: 64 * 2 ** 30,
      qcow2: {
        capacityBytes: 64 * 2 ** 30,
        backingFile: 'base.qcow2',
        isDirty: true,
        isMarkedCorrupt: true,
        hasExternalData: false,
        snapshots: snapshots.map((each) => ({ ...each, stateBytes: Number(each.stateBytes) })),
      },
    });
    // Version 2 has no such flags: what stands there means something else.
    expect(headOf(qcow2Bytes({ version: 2, features: 7n })).qcow2).toMatchObject({
      isDirty: false,
      hasExternalData: false,
    });
    expect(headOf(qcow2Bytes({ features: 4n })).qcow2?.hasExternalData).toBe(true);
  });

  it('knows less, and says nothing false, of one that is torn or lies', () => {
    expect(headOf(qcow2Bytes().subarray(0, 40))).toEqual({
      format: 'qcow2',
      capacityBytes: undefined,
      qcow2: undefined,
    });
    expect(headOf(qcow2Bytes({ version: 9 })).qcow2).toBeUndefined();
    expect(headOf(qcow2Bytes({ version: 1 })).format).toBe('qcow');
    expect(headOf(qcow2Bytes({ capacityBytes: 2n ** 63n })).qcow2).toBeUndefined();
    const one = { id: '1', name: 'one', stateBytes: 0n };
    expect(headOf(qcow2Bytes({ snapshots: [one], snapshotCount: 65_536 })).qcow2?.snapshots).toEqual([
      { id: '1', name: 'one', stateBytes: 0 },
    ]);
    expect(headOf(qcow2Bytes({ snapshotCount: 2 ** 32 - 1 })).qcow2?.snapshots).toEqual([]);
  });
});
