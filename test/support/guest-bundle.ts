import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from './seeded-random.ts';

const MiB = 2 ** 20;

/**
 * A virtual machine of Apple's kind with a disk image that is data and holes in turn, a mebibyte each.
 *
 * @param mebibytes of data
 * @returns its path
 */
export function makeGuestBundle(folder: string, name: string, mebibytes: number): string {
  const bundle = join(folder, `${name}.utm`);
  mkdirSync(join(bundle, 'Data'), { recursive: true });
  writeFileSync(join(bundle, 'config.plist'), configOf(name));
  const fd = openSync(join(bundle, 'Data/disk.img'), 'w');
  const block = new SeededRandom(1).bytes(MiB);
  for (let i = 0; i < mebibytes; i++) writeSync(fd, block, 0, MiB, i * 2 * MiB);
  closeSync(fd);
  return bundle;
}

function configOf(name: string): string {
  const text = name.replace(/[<&]/g, (each) => `&#${each.charCodeAt(0)};`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>Backend</key><string>Apple</string><key>ConfigurationVersion</key><integer>4</integer>
<key>Information</key><dict><key>Name</key><string>${text}</string></dict>
<key>Drive</key><array><dict><key>ImageName</key><string>disk.img</string></dict></array></dict></plist>`;
}
