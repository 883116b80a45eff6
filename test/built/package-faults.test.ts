import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildInputs } from '../../installer/packaging/build-inputs.ts';
import { findFaults } from '../../installer/packaging/find-faults.ts';
import { packageOne } from '../../installer/packaging/package-one.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { machOHead, writeSkeletonZips } from '../support/skeleton-electron.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { builtTray } from '../support/tray-stand-in.ts';

const identifier = packageFacts.vmFerry.bundleIdentifier;
let app: string;
let dispose: () => void;

beforeAll(async () => {
  const kept = makeKeptFolder();
  dispose = kept.dispose;
  const electronVersion = packageFacts.devDependencies.electron;
  writeSkeletonZips(join(kept.folder, 'zips'), electronVersion);
  app = await packageOne({
    inputs: buildInputs(resolve('.'), builtTray(join(kept.folder, 'tray'))),
    architecture: 'arm64',
    electronVersion,
    electronZips: join(kept.folder, 'zips'),
    outFolder: join(kept.folder, 'apps'),
    workFolder: join(kept.folder, 'work'),
    cacheFolder: resolve('dist/package/fetched'),
  });
}, 600_000);

afterAll(() => dispose());

describe('the last look at an app', () => {
  const engine = 'Contents/Resources/engine';

  it('finds nothing in what was packaged', async () => {
    expect(await findFaults(app, 'arm64')).toEqual([]);
  });

  it.each([
    [
      'a program for another processor',
      `${engine}/node_modules/koffi/x64.node`,
      machOHead('x64'),
      'is for x64, not for arm64 alone',
    ],
    [
      'a notifier that would start Rosetta',
      'Contents/Resources/terminal-notifier',
      machOHead('x64'),
      'is for x64',
    ],
    ['a test', `${engine}/node_modules/koffi/some.test.js`, 'x', 'does not belong into an app'],
    ['a source', `${engine}/ferry.ts`, 'x', 'does not belong into an app'],
    [
      'a program of Windows',
      `${engine}/node_modules/trash/windows-trash.exe`,
      'x',
      'does not belong into an app',
    ],
    [
      'more than it may weigh',
      `${engine}/node_modules/koffi/data`,
      Buffer.alloc(12_000_001),
      'our own files take',
    ],
  ] as const)('finds %s', async (_what, path, content, fault) => {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), content);
    const faults = await findFaults(app, 'arm64');
    rmSync(join(app, path));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
    expect(await findFaults(app, 'arm64')).toEqual([]);
  });

  it.each([
    ['a missing launcher', `${engine}/ferry`, () => Buffer.alloc(0), `${engine}/ferry is missing`],
    [
      'an app with a Dock icon',
      'Contents/Info.plist',
      replaced('<key>LSUIElement</key>', '<key>LSUIElement2</key>'),
      'LSUIElement',
    ],
    [
      'another identifier',
      'Contents/Info.plist',
      replaced(identifier, 'com.github.Electron'),
      'CFBundleIdentifier',
    ],
    [
      'a fuse that is on',
      'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework',
      replaced('000011001', '100011001'),
      'fuse 0 is not off',
    ],
  ] as const)('finds %s', async (_what, path, change, fault) => {
    const before = readFileSync(join(app, path));
    writeFileSync(join(app, path), change(before));
    const faults = await findFaults(app, 'arm64');
    writeFileSync(join(app, path), before);
    expect(faults.join('\n')).toContain(fault);
  });
});

function replaced(text: string, by: string) {
  return (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(text, by), 'latin1');
}
