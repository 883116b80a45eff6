import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareTrees } from '../support/compare-trees.ts';
import { missingForVolume } from '../support/loop-volume.ts';
import { makeSampleBundle } from '../support/sample-bundle.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

/*
 * The tests beside this one stand on the comparison, so here it has to fail: once for everything it should see.
 */
const put = (path: string, position: number, bytes: Buffer) => {
  const fd = openSync(path, 'r+');
  writeSync(fd, bytes, 0, bytes.length, position);
  closeSync(fd);
};
const image = 'Data/disk.img';
const zeros = 'Data/stored zeros.img';

const defects: readonly [string, RegExp, (copy: string) => void][] = [
  [
    'another byte in data',
    /all data\.img: other bytes/,
    (copy) => put(join(copy, 'Data/all data.img'), 999, Buffer.of(0)),
  ],
  [
    'a byte in a hole',
    /all hole\.img: holes/,
    (copy) => put(join(copy, 'Data/all hole.img'), 100_000, Buffer.of(1)),
  ],
  [
    'a hole filled with zeros',
    /all hole\.img: holes/,
    (copy) => put(join(copy, 'Data/all hole.img'), 8192, Buffer.alloc(4096)),
  ],
  [
    'stored zeros that became a hole',
    /stored zeros\.img: holes/,
    (copy) => execFileSync('fallocate', ['-d', join(copy, zeros)]),
  ],
  [
    'a byte more',
    /one byte\.img: another length/,
    (copy) => truncateSync(join(copy, 'Data/one byte.img'), 2),
  ],
  ['a file too many', /names differ/, (copy) => writeFileSync(join(copy, 'Data/extra'), '')],
  ['a file too few', /names differ/, (copy) => rmSync(join(copy, 'Data/empty.img'))],
  [
    'a link with another aim',
    /Data\/inside: another aim/,
    (copy) => {
      rmSync(join(copy, 'Data/inside'));
      symlinkSync('Data/disk.img.', join(copy, 'Data/inside'));
    },
  ],
  [
    'a link that became a file',
    /Data\/inside: another kind/,
    (copy) => {
      rmSync(join(copy, 'Data/inside'));
      writeFileSync(join(copy, 'Data/inside'), 'Data/disk.img');
    },
  ],
  ['another mode', /config\.plist: mode/, (copy) => chmodSync(join(copy, 'config.plist'), 0o600)],
  ['another mode of the root', /\.: mode/, (copy) => chmodSync(copy, 0o755)],
  ['another owner', /config\.plist: owner/, (copy) => chownSync(join(copy, 'config.plist'), 1, 0)],
  [
    'a time without its nanoseconds',
    /disk\.img: time of change/,
    (copy) => execFileSync('touch', ['-d', '2001-02-03 04:05:06.123456788', join(copy, image)]),
  ],
  [
    'a lost attribute',
    /disk\.img: getfattr/,
    (copy) => execFileSync('setfattr', ['-x', 'user.note', join(copy, image)]),
  ],
  [
    'a lost entry of an access list',
    /disk\.img: .*getfacl/s,
    (copy) => execFileSync('setfacl', ['-x', 'u:1234', join(copy, image)]),
  ],
  [
    'a lost default access list',
    /Data: .*getfacl/s,
    (copy) => execFileSync('setfacl', ['-k', join(copy, 'Data')]),
  ],
];

const reason = missingForVolume('ext4');
describe.skipIf(reason !== '')(`the comparison${reason && ` (skipped: ${reason})`}`, () => {
  it('finds nothing where nothing differs, and each planted difference', () => {
    const home = makeTempFolder();
    const source = join(home, 'Guest.utm');
    const copy = join(home, 'copy');
    makeSampleBundle(source, new SeededRandom(testSeed()));
    const copyAfresh = () => {
      rmSync(copy, { recursive: true, force: true });
      mkdirSync(copy);
      execFileSync('cp', ['-a', `${source}/.`, copy]);
      // cp makes a hole of zeros that are stored in a sparse file; ferry must not, and nor may the reference.
      put(join(copy, zeros), 4 * 4096, Buffer.alloc(28 * 4096));
      execFileSync('touch', ['-r', join(source, zeros), join(copy, zeros)]);
    };
    copyAfresh();
    expect(compareTrees(source, copy)).toEqual([]);
    for (const [what, sentence, plant] of defects) {
      copyAfresh();
      plant(copy);
      expect(compareTrees(source, copy).join('\n'), what).toMatch(sentence);
    }
  });
});
