import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'plist';
import { beforeEach, describe, expect, it } from 'vitest';
import { archiveApp, notariseApp } from '../../installer/packaging/archive-app.ts';
import { lockedPackage } from '../../installer/packaging/fetch-package.ts';
import { machOSlices, thinMachO } from '../../installer/packaging/mach-o.ts';
import { signApp, signingOf } from '../../installer/packaging/sign-app.ts';
import { nodePackages } from '../../installer/packaging/stage-engine.ts';
import { packagesRequired } from '../../installer/packaging/stage-tray.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { makeSampleMac, type SampleMac } from '../support/sample-mac.ts';
import { machOHead } from '../support/skeleton-electron.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { treeSnapshot } from '../support/tree-snapshot.ts';

describe('heads of programs', () => {
  const universal = readFileSync(resolve('node_modules/trash/lib/macos-trash'));

  it('of a universal program from npm name both processors and where their halves lie', () => {
    const slices = machOSlices(universal.subarray(0, 4096), universal.length);
    expect(slices.map((slice) => slice.architecture).sort()).toEqual(['arm64', 'x64']);
    for (const { start, end } of slices)
      expect(start > 0 && start < end && end <= universal.length).toBe(true);
  });

  it.each(['arm64', 'x64'] as const)('give a half for %s that is a program by itself', (architecture) => {
    const half = thinMachO(universal, architecture);
    expect(machOSlices(half, half.length)).toEqual([{ architecture, start: 0, end: half.length }]);
  });

  it('are not seen in anything else', () => {
    const javaClass = Buffer.from('cafebabe0000003d00000000', 'hex');
    for (const bytes of [Buffer.alloc(0), Buffer.from('#!/bin/sh\n'), javaClass, universal.subarray(0, 12)])
      expect(machOSlices(bytes, bytes.length)).toEqual([]);
    expect(() => thinMachO(machOHead('arm64'), 'x64')).toThrow('no program for x64');
  });
});

describe('what the lock file pins', () => {
  it('is the Node that the tests run on, for both processors, and koffi’s addon of the same version as koffi', () => {
    for (const name of Object.values(nodePackages))
      expect(lockedPackage('package-lock.json', name).version).toBe(packageFacts.devDependencies.node);
    for (const architecture of ['arm64', 'x64'])
      expect(lockedPackage('package-lock.json', `@koromix/koffi-darwin-${architecture}`).version).toBe(
        packageFacts.dependencies.koffi,
      );
  });

  it('is asked for by a digest, or not at all', () => {
    const lock = join(makeTempFolder(), 'package-lock.json');
    writeFileSync(lock, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
    expect(() => lockedPackage(lock, 'a')).toThrow('does not pin a with a sha512 digest');
    expect(() => lockedPackage(lock, 'b')).toThrow('does not pin b');
  });
});

describe('a built app', () => {
  it('is asked which packages it would miss', () => {
    const text =
      'require("electron");require("node:fs");require("path");require("./x");require(name);require("menubar");require(\'a/b\')';
    expect(packagesRequired(text)).toEqual(['menubar', 'a/b']);
  });
});

describe('signing', () => {
  let mac: SampleMac;
  let app: string;
  let work: string;

  beforeEach(() => {
    const folder = makeTempFolder();
    mac = makeSampleMac(folder);
    work = join(folder, 'work');
    app = join(folder, 'VM Ferry.app');
    mkdirSync(work);
    const framework = 'Contents/Frameworks/Electron Framework.framework/Versions/A';
    const programs = [
      'Contents/MacOS/VM Ferry',
      'Contents/Frameworks/VM Ferry Helper.app/Contents/MacOS/VM Ferry Helper',
      `${framework}/Electron Framework`,
      `${framework}/Libraries/libffmpeg.dylib`,
      'Contents/Resources/engine/node',
      'Contents/Resources/engine/node_modules/@koromix/koffi-darwin-arm64/darwin_arm64/koffi.node',
    ];
    for (const path of programs) put(path, machOHead('arm64'));
    put('Contents/Resources/icon.png', Buffer.from('89504e470d0a1a0a00000000ffff', 'hex'));
    put('Contents/Resources/engine/ferry.mjs', Buffer.from('text'));
    symlinkSync('A', join(app, `${framework}/../Current`));
  });

  function put(path: string, content: Buffer) {
    mkdirSync(join(app, path, '..'), { recursive: true });
    writeFileSync(join(app, path), content);
  }

  const signed = () =>
    mac.recorders
      .runs()
      .filter(([program, ...words]) => program === 'codesign' && words.includes('--sign'))
      .map((words) => (words.at(-1) ?? '').slice(app.length + 1));

  it('goes from the inside out, touches programs and bundles only, and ends with the app', async () => {
    await signApp(app, signingOf({}), mac.recorders.programs, '45.4.1', work);
    const order = signed();
    expect(order.at(-1)).toBe('');
    expect(order).not.toContain('Contents/Resources/icon.png');
    expect([...order].sort()).toEqual(
      [
        '',
        'Contents/Frameworks/Electron Framework.framework',
        'Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework',
        'Contents/Frameworks/Electron Framework.framework/Versions/A/Libraries/libffmpeg.dylib',
        'Contents/Frameworks/VM Ferry Helper.app',
        'Contents/Frameworks/VM Ferry Helper.app/Contents/MacOS/VM Ferry Helper',
        'Contents/MacOS/VM Ferry',
        'Contents/Resources/engine/node',
        'Contents/Resources/engine/node_modules/@koromix/koffi-darwin-arm64/darwin_arm64/koffi.node',
      ].sort(),
    );
    for (const bundle of order.filter((path) => /\.(app|framework)$/.test(path)))
      for (const inside of order.filter((path) => path.startsWith(`${bundle}/`)))
        expect(order.indexOf(inside), `${inside} before ${bundle}`).toBeLessThan(order.indexOf(bundle));
  });

  it('is for this Mac alone unless a certificate is named, and is checked at the end', async () => {
    await signApp(app, signingOf({}), mac.recorders.programs, '45.4.1', work);
    const runs = mac.recorders.runs().filter(([program]) => program === 'codesign');
    expect(runs[0]).toEqual(expect.arrayContaining(['--sign', '-', '--force', '--timestamp=none']));
    expect(parse(readFileSync(join(work, 'entitlements.plist'), 'utf8'))).toEqual({});
    expect(runs.some((words) => words.includes('--verify') && words.at(-1) === app)).toBe(true);
    expect(process.env.PATH).toContain('/usr/bin');
  });

  it('with a certificate allows only what V8 needs', async () => {
    const identity = 'Developer ID Application: Zoë (ABCDE12345)';
    writeFileSync(
      join(mac.recorders.programs.codesign, '../security'),
      `#!/bin/sh\necho '  1) 0123456789ABCDEF0123456789ABCDEF01234567 "${identity}"'\n`,
      { mode: 0o755 },
    );
    const signing = signingOf({ VM_FERRY_SIGN_IDENTITY: identity });
    await signApp(app, signing, mac.recorders.programs, '45.4.1', work);
    const words = mac.recorders.runs().find(([program]) => program === 'codesign') ?? [];
    expect(words).toEqual(
      expect.arrayContaining(['--sign', '0123456789ABCDEF0123456789ABCDEF01234567', '--timestamp']),
    );
    expect(parse(readFileSync(join(work, 'entitlements.plist'), 'utf8'))).toEqual({
      'com.apple.security.cs.allow-jit': true,
    });
  });

  it('that fails stops the packaging', async () => {
    mac.recorders.plant('codesign', 'case "$*" in *node) echo "errSecInternalComponent" >&2; exit 1 ;; esac');
    await expect(signApp(app, signingOf({}), mac.recorders.programs, '45.4.1', work)).rejects.toThrow(
      'codesign',
    );
  });

  it('asks Apple only about what a certificate has signed', () => {
    expect(() => signingOf({ VM_FERRY_NOTARY_PROFILE: 'mine' })).toThrow('VM_FERRY_SIGN_IDENTITY');
    expect(signingOf({ VM_FERRY_SIGN_IDENTITY: '', VM_FERRY_NOTARY_PROFILE: '' })).toEqual({
      identity: '-',
      notaryProfile: undefined,
    });
  });

  it('has Apple look at it, and fastens the answer', async () => {
    const signing = signingOf({
      VM_FERRY_SIGN_IDENTITY: 'Developer ID Application: Z',
      VM_FERRY_NOTARY_PROFILE: 'mine',
    });
    await notariseApp(app, signing, mac.recorders.programs, work);
    expect(mac.recorders.runs()).toEqual([
      ['ditto', '-c', '-k', '--keepParent', app, join(work, 'for-apple.zip')],
      ['xcrun', 'notarytool', 'submit', join(work, 'for-apple.zip'), '--keychain-profile', 'mine', '--wait'],
      ['xcrun', 'stapler', 'staple', app],
    ]);
    mac.recorders.forget();
    await notariseApp(app, signingOf({}), mac.recorders.programs, work);
    expect(mac.recorders.runs()).toEqual([]);
  });

  it('packs a zip archive and a disk image, and leaves the app as it was, also when that fails', async () => {
    const before = treeSnapshot(app);
    const out = join(work, 'out');
    mkdirSync(out);
    const name = join(out, `VM-Ferry-${packageFacts.version}-arm64`);
    expect(await archiveApp(app, 'arm64', mac.recorders.programs, out, work)).toEqual([
      `${name}.zip`,
      `${name}.dmg`,
    ]);
    expect(treeSnapshot(app)).toEqual(before);
    mac.recorders.plant('hdiutil', '[ -d "$5/VM Ferry.app" ] && [ -L "$5/Applications" ] || exit 7; exit 1');
    await expect(archiveApp(app, 'arm64', mac.recorders.programs, out, work)).rejects.toThrow('answered 1');
    expect(treeSnapshot(app)).toEqual(before);
  });
});
