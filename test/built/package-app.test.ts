import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { parse } from 'plist';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathsBelow } from '../../installer/packaging/find-faults.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { missingProgram } from '../support/missing-program.ts';
import { writeSkeletonZips } from '../support/skeleton-electron.ts';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { builtTray } from '../support/tray-stand-in.ts';

const architectures = ['arm64', 'x64'] as const;
const identifier = 'io.github.vm-ferry.VMFerry';
let folder: string;
let dispose: () => void;
let output: string;

function packageApps(...words: readonly string[]) {
  const script = resolve('installer/package-app.ts');
  const zips = join(folder, 'zips');
  const all = [script, '--electron-zips', zips, '--out', join(folder, 'apps'), ...words];
  return spawnSync(process.execPath, all, { encoding: 'utf8' });
}

function appOf(architecture: string): string {
  return join(folder, 'apps', `VM Ferry-darwin-${architecture}`, 'VM Ferry.app');
}

beforeAll(() => {
  ({ folder, dispose } = makeKeptFolder());
  writeSkeletonZips(join(folder, 'zips'), packageFacts.devDependencies.electron);
  const { status, stdout, stderr } = packageApps('--tray', builtTray(join(folder, 'tray')));
  output = stdout;
  if (status !== 0) throw new Error(stderr);
}, 600_000);

afterAll(() => dispose());

describe('the command', () => {
  it('makes both apps and says what was left out on a system that is no Mac', () => {
    for (const architecture of architectures) expect(output).toContain(appOf(architecture));
    if (process.platform !== 'darwin') expect(output.match(/not signed and not packed/g)).toHaveLength(2);
  });

  it('makes nothing without a built menu-bar app, and names the command that builds it', () => {
    const { status, stderr } = packageApps('--tray', join(folder, 'nothing here'));
    expect(status).toBe(1);
    expect(stderr).toContain('run “npm run build:tray”');
  });

  it('makes nothing of a menu-bar app that would miss a package where it is installed', () => {
    const tray = join(folder, 'tray with a hole');
    mkdirSync(tray);
    writeFileSync(join(tray, 'main.cjs'), 'require("electron");require("node:fs");require("menubar");');
    writeFileSync(join(tray, 'preload.cjs'), '');
    const { status, stderr } = packageApps('--tray', tray, '--arch', 'arm64', '--out', join(folder, 'none'));
    expect(status).toBe(1);
    expect(stderr).toContain('main.cjs wants menubar');
  });
});

describe.each(architectures)('the app for %s', (architecture) => {
  const engine = 'Contents/Resources/engine';
  const addon = `${engine}/node_modules/@koromix/koffi-darwin-${architecture}`;
  const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((suffix) => `VM Ferry Helper${suffix}`);

  it('holds exactly what belongs into it', () => {
    const framework = 'Contents/Frameworks/Electron Framework.framework/Versions/A';
    expect(pathsBelow(appOf(architecture)).sort()).toEqual(
      [
        'Contents/Info.plist',
        'Contents/PkgInfo',
        'Contents/MacOS/VM Ferry',
        ...helpers.flatMap((name) => [
          `Contents/Frameworks/${name}.app/Contents/Info.plist`,
          `Contents/Frameworks/${name}.app/Contents/MacOS/${name}`,
        ]),
        `${framework}/Electron Framework`,
        `${framework}/Helpers/chrome_crashpad_handler`,
        `${framework}/Libraries/libffmpeg.dylib`,
        `${framework}/Resources/Info.plist`,
        'Contents/Resources/LICENSE.txt',
        'Contents/Resources/THIRD-PARTY-NOTICES.txt',
        'Contents/Resources/app.asar',
        'Contents/Resources/electron.icns',
        'Contents/Resources/en.lproj/locale.pak',
        'Contents/Resources/zh-Hans.lproj/InfoPlist.strings',
        'Contents/Resources/zh_CN.lproj/InfoPlist.strings',
        'Contents/Resources/zh_CN.lproj/locale.pak',
        ...['ferry', 'ferry.mjs', 'installer.mjs', 'node', 'node.LICENSE'].map((name) => `${engine}/${name}`),
        ...['index.js', 'package.json', `darwin_${architecture}/koffi.node`].map(
          (name) => `${addon}/${name}`,
        ),
        ...[
          'LICENSE.txt',
          'index.cjs',
          'index.js',
          'package.json',
          'src/koffi/index.cjs',
          'src/koffi/index.js',
          'src/koffi/src/static.cjs',
          'src/koffi/src/static.js',
        ].map((name) => `${engine}/node_modules/koffi/${name}`),
        ...['index.js', 'license', 'macos-trash', 'package.json'].map(
          (name) => `${engine}/node_modules/trash/${name}`,
        ),
      ].sort(),
    );
  });

  it('has the built menu-bar app in app.asar, and nothing else', () => {
    const asar = join(appOf(architecture), 'Contents/Resources/app.asar');
    const names = listPackage(asar, { isPack: false }).map((name) => name.slice(1));
    const tray = builtTray(join(folder, 'tray'));
    const built = (readdirSync(tray, { recursive: true }) as string[]).filter(
      (name) => !/\.(map|ts)$/.test(name),
    );
    expect(names.sort()).toEqual([...built, 'package.json'].sort());
    expect(extractFile(asar, 'main.cjs')).toEqual(readFileSync(join(tray, 'main.cjs')));
    expect(JSON.parse(extractFile(asar, 'package.json').toString())).toMatchObject({
      main: 'main.cjs',
      productName: 'VM Ferry',
    });
  });

  it('has programs for its own processor only, by their heads', () => {
    const cpuTypes = { arm64: 0x0100000c, x64: 0x01000007 };
    const programs = pathsBelow(appOf(architecture)).filter((path) => {
      const magic = readHead(join(appOf(architecture), path)).readUInt32LE(0);
      expect([0xbebafeca, 0xbfbafeca], path).not.toContain(magic);
      return magic === 0xfeedfacf;
    });
    for (const path of programs)
      expect(readHead(join(appOf(architecture), path)).readUInt32LE(4), path).toBe(cpuTypes[architecture]);
    expect(programs.map((path) => path.split('/').at(-1)).sort()).toEqual(
      [
        'Electron Framework',
        'VM Ferry',
        ...helpers,
        'chrome_crashpad_handler',
        'koffi.node',
        'libffmpeg.dylib',
        'macos-trash',
        'node',
      ].sort(),
    );
  });

  it('has a helper for the Trash that is exactly one half of what npm has', () => {
    const whole = readFileSync(resolve('node_modules/trash/lib/macos-trash'));
    const half = readFileSync(join(appOf(architecture), engine, 'node_modules/trash/macos-trash'));
    expect(whole.indexOf(half)).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(whole.length);
  });

  it('can run what must run', () => {
    for (const path of [
      `${engine}/ferry`,
      `${engine}/node`,
      `${engine}/node_modules/trash/macos-trash`,
      'Contents/MacOS/VM Ferry',
    ])
      expect(statSync(join(appOf(architecture), path)).mode & 0o111, path).toBe(0o111);
  });

  it('keeps the links of the framework', () => {
    const framework = join(appOf(architecture), 'Contents/Frameworks/Electron Framework.framework');
    expect(lstatSync(join(framework, 'Electron Framework')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(framework, 'Versions/Current')).isSymbolicLink()).toBe(true);
  });

  it('has every fuse set, by the bytes in the program', () => {
    const program = readFileSync(
      join(appOf(architecture), 'Contents/Frameworks/Electron Framework.framework/Electron Framework'),
    );
    const wire = program.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 32;
    expect(program.subarray(wire, wire + 2)).toEqual(Buffer.from([1, 9]));
    // RunAsNode, cookies, NODE_OPTIONS, inspect off; asar integrity, only asar on; snapshot, file protocol off; wasm on.
    expect(program.toString('latin1', wire + 2, wire + 11)).toBe('000011001');
  });

  const noPlistutil = missingProgram('plistutil', 'libplist-utils', '--version');
  it.skipIf(noPlistutil !== '')(`has property lists that another parser reads ${noPlistutil}`, () => {
    const plists = pathsBelow(appOf(architecture)).filter((path) => path.endsWith('Info.plist'));
    expect(plists).toHaveLength(6);
    // It reads the XML and answers in the binary form, from which `plist` only has to unpack.
    const infos = plists.map((path) => {
      const binary = execFileSync('plistutil', ['-i', join(appOf(architecture), path), '-f', 'bin']);
      return parse(new Uint8Array(binary)) as Record<string, unknown>;
    });
    const info = infos[plists.indexOf('Contents/Info.plist')] ?? {};
    expect(info).toMatchObject({
      CFBundleIdentifier: identifier,
      CFBundleName: 'VM Ferry',
      CFBundleExecutable: 'VM Ferry',
      CFBundleShortVersionString: packageFacts.version,
      LSUIElement: true,
      LSMinimumSystemVersion: '13.5',
      NSPrincipalClass: 'AtomApplication',
      CFBundleDocumentTypes: [
        { CFBundleTypeRole: 'Viewer', LSHandlerRank: 'Alternate', LSItemContentTypes: ['com.utmapp.utm'] },
      ],
      ElectronAsarIntegrity: {
        'Resources/app.asar': { algorithm: 'SHA256', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
      VMFerryBuild: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const usages = Object.keys(info).filter((key) => key.endsWith('UsageDescription'));
    expect(usages.sort()).toEqual(
      [
        'AppData',
        'DesktopFolder',
        'DocumentsFolder',
        'DownloadsFolder',
        'NetworkVolumes',
        'RemovableVolumes',
      ].map((each) => `NS${each}UsageDescription`),
    );
    expect(info).not.toHaveProperty('NSAppTransportSecurity');
    const identifiers = infos.map((each) => String(each.CFBundleIdentifier));
    for (const each of identifiers.filter((text) => text.includes('elper')))
      expect(each).toMatch(/^io\.github\.vm-ferry\.VMFerry\.helper/);
  });

  it('says the same in Chinese, key for key', () => {
    const strings = readFileSync(
      join(appOf(architecture), 'Contents/Resources/zh-Hans.lproj/InfoPlist.strings'),
      'utf8',
    );
    expect(strings.match(/^NS\w+UsageDescription = "[^"\n]*\p{Script=Han}[^"\n]*";$/gmu)).toHaveLength(6);
  });

  it('says whose work is in it', () => {
    const notices = readFileSync(
      join(appOf(architecture), 'Contents/Resources/THIRD-PARTY-NOTICES.txt'),
      'utf8',
    );
    for (const name of ['koffi', 'commander', 'zod', 'plist', 'trash', 'menubar', 'node-notifier', 'preact'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

function readHead(path: string): Buffer {
  return Buffer.concat([readFileSync(path).subarray(0, 8), Buffer.alloc(8)]);
}
