import { mapGrainBytes } from './hole-map.ts';
import { forEachNonZeroRun } from './zero-runs.ts';

/** A streaming hash. xxh128 detects changes; it is no seal against somebody who wants to deceive. */
export interface StreamHash {
  init(): void;
  update(bytes: Uint8Array): void;
  digest(): string;
}

/**
 * Loads the hash. hash-wasm's xxh128 runs at 7 GB/s where @node-rs/xxhash runs at 2 GB/s on one machine. From its own file: the
 * package's entry has all its hashes, a quarter of our bundle, which each start would have to read.
 */
export async function loadStreamHash(): Promise<StreamHash> {
  const { default: xxhash128 } = await import('hash-wasm/dist/xxhash128.umd.min.js');
  const hash = await xxhash128.createXXHash128();
  return {
    init: () => void hash.init(),
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
  };
}

/** Each segment of this length has a digest of its own, so that a difference can be located. */
export const segmentBytes = 64 * 1024 * 1024;

/** What a file holds: its length and one digest for each segment that is not all zeros. */
export interface ContentDigest {
  readonly logicalBytes: number;
  readonly segments: ReadonlyMap<number, string>;
}

/**
 * Digests content so that holes and stored zeros count the same and it does not matter how the reads were cut:
 * a segment's digest covers, for each run of 512-byte sectors that are not all zeros, the run's position and bytes.
 * Stretches that are known to be zeros need not be fed. Memory grows with the data (one digest per 64 MiB of it),
 * never with the logical size.
 */
export class ContentDigester {
  private readonly hash: StreamHash;
  private readonly segments = new Map<number, string>();
  private segment = -1;
  private runEnd = -1;
  private readonly positionBytes = Buffer.alloc(8);

  private readonly onSegment: (segment: number, digest: string) => void;

  /**
   * @param past digests of the segments before the one that will be fed first
   * @param onSegment told each digest as soon as its segment is complete
   */
  constructor(
    hash: StreamHash,
    past: ReadonlyMap<number, string> = new Map(),
    onSegment: (segment: number, digest: string) => void = () => {},
  ) {
    this.hash = hash;
    this.onSegment = onSegment;
    for (const [segment, digest] of past) this.segments.set(segment, digest);
  }

  /**
   * Feeds the first `length` bytes of `buffer`, which stand at `position` in the file.
   *
   * @param position multiple of 512, ascending from call to call
   * @param length multiple of 512 but for the end of the file; must not cross a segment
   */
  update(buffer: Buffer, length: number, position: number): void {
    const segment = Math.floor(position / segmentBytes);
    if (segment !== this.segment) this.closeSegment();
    forEachNonZeroRun(buffer, length, mapGrainBytes, (start, end) => {
      if (this.segment !== segment) {
        this.segment = segment;
        this.hash.init();
      }
      if (position + start !== this.runEnd) {
        this.positionBytes.writeBigUInt64LE(BigInt(position + start));
        this.hash.update(this.positionBytes);
      }
      this.hash.update(buffer.subarray(start, end));
      this.runEnd = position + end;
    });
  }

  /** @param logicalBytes length of the file, which the digest includes */
  finish(logicalBytes: number): ContentDigest {
    this.closeSegment();
    return { logicalBytes, segments: this.segments };
  }

  private closeSegment(): void {
    if (this.segment >= 0) {
      const digest = this.hash.digest();
      this.segments.set(this.segment, digest);
      this.onSegment(this.segment, digest);
    }
    this.segment = -1;
    this.runEnd = -1;
  }
}

/** The first byte position, rounded down to a segment, at which two contents may differ; undefined when they are equal. */
export function findDifference(source: ContentDigest, target: ContentDigest): number | undefined {
  const segments = [...new Set([...source.segments.keys(), ...target.segments.keys()])].sort((a, b) => a - b);
  const different = segments.find((segment) => source.segments.get(segment) !== target.segments.get(segment));
  if (different !== undefined) return different * segmentBytes;
  return source.logicalBytes === target.logicalBytes
    ? undefined
    : Math.min(source.logicalBytes, target.logicalBytes);
}
