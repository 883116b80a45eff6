import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import type { SeededRandom } from './seeded-random.ts';
import { planSparseFixture, type SparseFixture, sparseShapes } from './sparse-fixture.ts';

/** Writes a planned sparse file to a real volume, durably, so that its map is settled. */
export function writeSparseFixture(path: string, plan: SparseFixture): void {
  const fd = openSync(path, 'wx');
  ftruncateSync(fd, plan.logicalBytes);
  for (const { start, bytes } of plan.pieces)
    for (let done = 0; done < bytes.length; )
      done += writeSync(fd, bytes, done, bytes.length - done, start + done);
  closeSync(fd);
}

/** What makes a folder a VM of Apple's backend with one disk image. */
export function writeSampleConfig(bundle: string, imageName: string): void {
  const drives = [{ ImageName: imageName }];
  const config = {
    Backend: 'Apple',
    ConfigurationVersion: 4,
    Information: { Name: 'Sample' },
    Drive: drives,
  };
  writeFileSync(join(bundle, 'config.plist'), build(config));
}

/** A bundle with every shape of sparse file, a 1 GiB disk image, links, attributes, odd modes and old times. */
export function makeSampleBundle(path: string, random: SeededRandom): void {
  mkdirSync(join(path, 'Data'), { recursive: true });
  writeSampleConfig(path, 'disk.img');
  for (const shape of sparseShapes)
    writeSparseFixture(join(path, 'Data', `${shape}.img`), planSparseFixture(shape, random));
  const fd = openSync(join(path, 'Data/disk.img'), 'wx');
  ftruncateSync(fd, 2 ** 30);
  for (let i = 0; i < 12; i++)
    writeSync(fd, random.bytes(700_000), 0, 700_000, random.integer(0, 2 ** 30 - 700_000));
  closeSync(fd);
  symlinkSync('/etc/hostname', join(path, 'out of the bundle'));
  symlinkSync('Data/disk.img', join(path, 'Data/inside'));
  chmodSync(join(path, 'Data/disk.img'), 0o640);
  chmodSync(join(path, 'config.plist'), 0o400);
  execFileSync('setfattr', ['-n', 'user.note', '-v', 'a note', join(path, 'Data/disk.img')]);
  execFileSync('setfattr', ['-n', 'user.folder', '-v', 'another', join(path, 'Data')]);
  execFileSync('setfacl', ['-m', 'u:1234:r', join(path, 'Data/disk.img')]);
  execFileSync('setfacl', ['-d', '-m', 'u:1234:rx', join(path, 'Data')]);
  execFileSync('touch', ['-d', '2001-02-03 04:05:06.123456789', join(path, 'Data/disk.img')]);
  utimesSync(join(path, 'Data'), 1_000_000_000, 1_000_000_000);
  chmodSync(path, 0o750);
}
