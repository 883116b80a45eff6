import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ContentDigester,
  loadStreamHash,
  type StreamHash,
  segmentBytes,
} from '../../../engine/copy/content-digest.ts';
import { Control } from '../../../engine/copy/control.ts';
import { ProgressBoard } from '../../../engine/copy/progress-board.ts';
import { digestChunkBytes, readContentDigest } from '../../../engine/copy/read-content-digest.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

const [KiB, MiB] = [1024, 2 ** 20];
let hash: StreamHash;
beforeAll(async () => {
  hash = await loadStreamHash();
});

/** A file with data at these places, and its digest as read in one way or the other. */
function digestFile(
  pieces: readonly (readonly [number, number])[],
  logicalBytes: number,
  bytesPerCallMax = Number.POSITIVE_INFINITY,
) {
  const system = new MemoryFileSystem();
  const random = new SeededRandom(3);
  const written = system.createFile('/disk.img');
  written.setLength(logicalBytes);
  for (const [start, bytes] of pieces) written.write(random.bytes(bytes), 0, bytes, start);
  written.close();
  system.bytesPerCallMax = bytesPerCallMax;
  const file = system.openForReading('/disk.img');
  const reads: [number, number][] = [];
  const read = file.read.bind(file);
  file.read = (buffer, offset, length, position) => {
    reads.push([position, length]);
    return read(buffer, offset, length, position);
  };
  const board = new ProgressBoard();
  const digest = readContentDigest({
    file,
    logicalBytes,
    isHoleMapTrusted: true,
    hash,
    buffer: system.makeBuffer(digestChunkBytes),
    control: new Control(),
    board,
  });
  file.close();
  return { digest, reads, doneBytes: board.get('doneBytes'), system };
}

/** The same by reading all of it, holes too, a MiB at a time. */
function digestWhole(system: MemoryFileSystem, logicalBytes: number) {
  system.bytesPerCallMax = Number.POSITIVE_INFINITY;
  const file = system.openForReading('/disk.img');
  const digester = new ContentDigester(hash);
  const buffer = Buffer.alloc(MiB);
  for (let position = 0; position < logicalBytes; position += MiB)
    digester.update(buffer, file.read(buffer, 0, MiB, position), position);
  file.close();
  return digester.finish(logicalBytes);
}

describe('the digest of a file', () => {
  it('takes one read for data with small holes between, and does not read large holes', () => {
    const worn = Array.from({ length: 64 }, (_, extent) => [extent * 256 * KiB, 16 * KiB] as const);
    expect(digestFile(worn, 16 * MiB).reads).toEqual(
      [0, 4, 8, 12].map((chunk) => [chunk * MiB, 15 * 256 * KiB + 16 * KiB]),
    );
    const apart = [0, 1, 2].map((extent) => [extent * MiB, 16 * KiB] as const);
    expect(digestFile(apart, 3 * MiB).reads).toEqual(apart.map(([start, bytes]) => [start, bytes]));
  });

  it('is that of all its bytes, however the data lies and however short the reads are', () => {
    const blocks = fc.integer({ min: 0, max: 3000 });
    const lengths = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(blocks, lengths), { maxLength: 8 }),
        fc.integer({ min: 1, max: 12 * MiB }),
        fc.constantFrom(Number.POSITIVE_INFINITY, 5000, 65_536),
        (places, logicalBytes, bytesPerCallMax) => {
          const pieces = places
            .map(([block, length]) => [block * 4 * KiB, length * 4 * KiB] as const)
            .filter(([start, bytes]) => start + bytes <= logicalBytes);
          const { digest, doneBytes, system } = digestFile(pieces, logicalBytes, bytesPerCallMax);
          expect(digest).toEqual(digestWhole(system, logicalBytes));
          expect(doneBytes).toBe(logicalBytes);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a file that ends early is another one', () => {
    const pieces = [[0, 64 * KiB] as const];
    const { digest, system } = digestFile(pieces, 128 * KiB);
    const file = system.openForReading('/disk.img');
    const early = readContentDigest({
      file: Object.assign(Object.create(file), { read: () => 0 }),
      logicalBytes: 128 * KiB,
      isHoleMapTrusted: true,
      hash,
      buffer: Buffer.alloc(digestChunkBytes),
      control: new Control(),
      board: new ProgressBoard(),
    });
    file.close();
    expect(early).not.toEqual(digest);
    expect(segmentBytes % digestChunkBytes).toBe(0);
  });
});
