import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readImageHead } from '../../engine/bundle/image-head.ts';
import { identityChanges } from '../../engine/bundle/new-identity.ts';
import { parseConfig, readConfig } from '../../engine/bundle/read-config.ts';
import type { OpenFile } from '../../engine/system/file-system.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { qcow2Bytes } from '../support/qcow2-bytes.ts';
import { configBytes, sampleNames } from '../support/sample-configs.ts';
import { testSeed } from '../support/seeded-random.ts';

/*
 * Whatever is in a config.plist or at the head of a disk image: reading it ends soon, reads little, and says either what it
 * is or that it is damaged. It never throws and never stops a copy.
 */
const plistRuns = 15_000;
const headRuns = 15_000;
/** Nothing here takes more than some milliseconds; the bound is for what would never end. */
const slowestMs = 3000;
/** What may be read of a config at most (its own limit is lower). */
const configBytesMax = 64 * 2 ** 20;

let slowest = 0;
let understood = 0;
let damaged = 0;
const timed = <T>(step: () => T): T => {
  const started = performance.now();
  const result = step();
  const took = performance.now() - started;
  slowest = Math.max(slowest, took);
  expect(took).toBeLessThan(slowestMs);
  return result;
};
afterAll(() =>
  console.log(
    `hostile bundles: ${plistRuns} configs (${understood} understood, ${damaged} damaged) and ${headRuns} heads, slowest ${slowest.toFixed(0)} ms`,
  ),
);

type Bytes = Buffer<ArrayBuffer>;
type Mutation = (bytes: Bytes) => Bytes;

/** What breaks parsers: other bytes, torn and repeated parts, nesting, huge numbers, another document in the middle. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(
    ([at, byte]): Mutation =>
      (bytes) => {
        if (bytes.length > 0) bytes.writeUInt8(byte, at % bytes.length);
        return bytes;
      },
  ),
  fc.nat().map(
    (at): Mutation =>
      (bytes) =>
        bytes.subarray(0, at % (bytes.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 50 })).map(
    ([from, length, times]): Mutation =>
      (bytes) => {
        const start = from % (bytes.length + 1);
        const part = bytes.subarray(start, start + (length % 200));
        return Buffer.concat([
          bytes.subarray(0, start),
          ...Array.from({ length: times }, () => part),
          bytes.subarray(start),
        ]);
      },
  ),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom('ffffffffffffffff', '7fffffffffffffff', '0000000000000000', '8000000000000000'),
    )
    .map(
      ([at, hex]): Mutation =>
        (bytes) => {
          Buffer.from(hex, 'hex').copy(bytes, at % (bytes.length + 1));
          return bytes;
        },
    ),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom(
        '<array>',
        '<dict>',
        '</dict>',
        '<key>',
        '<![CDATA[',
        '<!--',
        '&',
        '&#0;',
        '&x;',
        '<!DOCTYPE',
        '\0',
        '<integer>1e999</integer>',
      ),
      fc.integer({ min: 1, max: 2000 }),
    )
    .map(
      ([at, text, times]): Mutation =>
        (bytes) => {
          const start = at % (bytes.length + 1);
          return Buffer.concat([
            bytes.subarray(0, start),
            Buffer.from(text.repeat(times)),
            bytes.subarray(start),
          ]);
        },
    ),
  fc.uint8Array({ maxLength: 500 }).map(
    (random): Mutation =>
      () =>
        Buffer.from(random),
  ),
);
const mutated = (originals: readonly Buffer[]) =>
  fc
    .tuple(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([original, mutations]) =>
      mutations.reduce<Bytes>((bytes, mutate) => mutate(bytes), Buffer.from(original)),
    );

const configs = sampleNames.flatMap((name) => [configBytes(name), configBytes(name, 'binary')]);
const heads = [
  qcow2Bytes(),
  qcow2Bytes({ version: 2, backingFile: 'base' }),
  qcow2Bytes({
    features: 5n,
    snapshots: Array.from({ length: 5 }, (_, i) => ({ id: `${i}`, name: 'suspend', stateBytes: 9n })),
  }),
  Buffer.concat([Buffer.from('shdw'), Buffer.alloc(100, 1)]),
];

describe(`hostile bundles (seed ${testSeed()})`, () => {
  it('have configs that are read or said to be damaged, soon', () => {
    fc.assert(
      fc.property(mutated(configs), (bytes) => {
        const answer = timed(() => parseConfig(bytes));
        if ('unreadable' in answer) {
          damaged++;
          expect(answer.unreadable).toMatch(/damaged|newer version/);
          return;
        }
        understood++;
        // What was understood can be written again, or refuses in the one way that is handled.
        try {
          const changed = timed(() =>
            answer.list.withStrings(identityChanges(answer.root, 'New', '0'.repeat(32))),
          );
          expect('config' in parseConfig(changed)).toBe(true);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: plistRuns, seed: testSeed() },
    );
    expect(understood).toBeGreaterThan(plistRuns / 20);
    expect(damaged).toBeGreaterThan(plistRuns / 20);
  });

  it('have disk images whose heads are read or passed over, reading little', () => {
    fc.assert(
      fc.property(mutated(heads), (bytes) => {
        const system = new MemoryFileSystem();
        system.put('/image', bytes.length, [{ start: 0, bytes }]);
        const file = system.openForReading('/image');
        let read = 0;
        const counting = new Proxy(file, {
          get: (object, name) => {
            const value = Reflect.get(object, name);
            if (name !== 'read') return typeof value === 'function' ? value.bind(object) : value;
            return (...words: Parameters<OpenFile['read']>) => {
              const count = object.read(...words);
              read += count;
              return count;
            };
          },
        });
        timed(() => readImageHead(counting, bytes.length));
        expect(read).toBeLessThanOrEqual(2 ** 21);
        file.close();
      }),
      { numRuns: headRuns, seed: testSeed() },
    );
  });

  it('have configs of any length, of which no more is read than a config can have', () => {
    for (const logicalBytes of [2 ** 20 + 1, 100 * 2 ** 20, 2 ** 50]) {
      const system = new MemoryFileSystem();
      system.makeFolder('/vm');
      system.put('/vm/config.plist', logicalBytes);
      system.bytesPerCallMax = configBytesMax;
      const answer = timed(() => readConfig(system, '/vm'));
      expect(answer).toEqual({ unreadable: 'config.plist is too large to be one' });
    }
  });

  it('have configs that are no file, or cannot be read, and are told so', () => {
    const system = new MemoryFileSystem();
    for (const folder of ['/a', '/b', '/b/config.plist', '/c']) system.makeFolder(folder);
    system.makeLink('/c/config.plist', '/etc/passwd');
    for (const [path, why] of [
      ['/a', 'it has no config.plist'],
      ['/b', 'config.plist is not a file'],
      ['/c', 'config.plist could not be read (ELOOP)'],
    ] as const) {
      const answer = readConfig(system, path);
      expect(answer).toEqual({ unreadable: why });
    }
  });
});
