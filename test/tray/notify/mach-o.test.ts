import { closeSync, existsSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { architecturesIn, readArchitectures } from '../../../tray/notify/mach-o.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const helper =
  'node_modules/node-notifier/vendor/mac.noindex/terminal-notifier.app/Contents/MacOS/terminal-notifier';
/** The Trash's own helper of the package trash is universal. */
const universal = 'node_modules/trash/lib/macos-trash';

describe('the architectures of a program', () => {
  it('of node-notifier’s helper are Intel alone', () => {
    expect(readArchitectures(helper)).toEqual(['x64']);
  });

  it.skipIf(!existsSync(universal))('of a universal program are both', () => {
    expect(readArchitectures(universal).sort()).toEqual(['arm64', 'x64']);
  });

  it('of anything else are none: a script, our own Node, a Java class, nothing', () => {
    const folder = makeTempFolder();
    const java = Buffer.from('cafebabe00000041', 'hex');
    writeFileSync(join(folder, 'Main.class'), Buffer.concat([java, Buffer.alloc(100)]));
    writeFileSync(join(folder, 'script'), '#!/bin/sh\n');
    for (const path of [
      join(folder, 'Main.class'),
      join(folder, 'script'),
      process.execPath,
      join(folder, 'none'),
    ])
      expect(readArchitectures(path)).toEqual([]);
  });

  it('of a file that was cut off are none, or those that are there', () => {
    const head = Buffer.alloc(4096);
    const fd = openSync(helper, 'r');
    readSync(fd, head, 0, head.length, 0);
    closeSync(fd);
    for (let length = 0; length < 64; length++)
      expect([[], ['x64']]).toContainEqual(architecturesIn(head.subarray(0, length)));
  });

  it('are read from any bytes without a failure', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('', 'cafebabe', 'cafebabf', 'cffaedfe'),
        (bytes, mark) => {
          const found = architecturesIn(Buffer.concat([Buffer.from(mark, 'hex'), bytes]));
          expect(found.every((each) => each === 'arm64' || each === 'x64')).toBe(true);
        },
      ),
    );
  });
});
