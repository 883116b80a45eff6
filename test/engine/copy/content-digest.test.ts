import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ContentDigest,
  ContentDigester,
  findDifference,
  loadStreamHash,
  type StreamHash,
  segmentBytes,
} from '../../../engine/copy/content-digest.ts';

let hash: StreamHash;
beforeAll(async () => {
  hash = await loadStreamHash();
});

/** Digests `content` in reads of the given numbers of sectors; reads of zeros are left out when `skipZeros`. */
function digestOf(content: Buffer, sectorsPerRead: readonly number[], skipZeros: boolean): ContentDigest {
  const digester = new ContentDigester(hash);
  let read = 0;
  for (let position = 0; position < content.length; read++) {
    const bytes = Math.min(
      (sectorsPerRead[read % sectorsPerRead.length] ?? 1) * 512,
      content.length - position,
    );
    const part = Buffer.from(new Uint8Array(content.subarray(position, position + bytes)).buffer);
    if (!skipZeros || part.some((byte) => byte !== 0)) digester.update(part, bytes, position);
    position += bytes;
  }
  return digester.finish(content.length);
}

const contents = fc
  .tuple(
    fc.integer({ min: 1, max: 20_000 }),
    fc.array(fc.tuple(fc.nat(19_999), fc.integer({ min: 1, max: 255 })), { maxLength: 20 }),
  )
  .map(([length, marks]) => {
    const content = Buffer.alloc(length);
    for (const [at, value] of marks) if (at < length) content[at] = value;
    return content;
  });
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('a content digest', () => {
  it('does not depend on how reads were cut or whether zeros were read', () => {
    fc.assert(
      fc.property(contents, cuts, cuts, (content, one, other) => {
        expect(findDifference(digestOf(content, one, false), digestOf(content, other, true))).toBeUndefined();
      }),
    );
  });

  it('differs when any one byte differs', () => {
    fc.assert(
      fc.property(contents, cuts, fc.nat(), (content, cut, at) => {
        const other = Buffer.from(content);
        const index = at % content.length;
        other[index] = ((other[index] ?? 0) + 1) % 256;
        expect(findDifference(digestOf(content, cut, false), digestOf(other, cut, false))).toBe(0);
      }),
    );
  });

  it('differs when data stands elsewhere, or the file only has another length', () => {
    const content = Buffer.alloc(4096);
    content[512] = 1;
    const moved = Buffer.alloc(4096);
    moved[1024] = 1;
    expect(findDifference(digestOf(content, [8], false), digestOf(moved, [8], false))).toBe(0);
    expect(
      findDifference(digestOf(Buffer.alloc(4096), [8], false), digestOf(Buffer.alloc(4097), [8], false)),
    ).toBe(4096);
  });

  it('says in which segment the difference lies, and keeps nothing for segments of zeros', () => {
    const sector = Buffer.alloc(512, 7);
    const digest = (positions: readonly number[]) => {
      const digester = new ContentDigester(hash);
      for (const position of positions) digester.update(sector, 512, position);
      return digester.finish(1000 * segmentBytes);
    };
    const far = digest([0, 700 * segmentBytes]);
    expect(far.segments.size).toBe(2);
    expect(findDifference(far, digest([0]))).toBe(700 * segmentBytes);
    expect(findDifference(far, digest([0, 700 * segmentBytes]))).toBeUndefined();
  });
});
