import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'plist';
import type { Architecture } from '../../installer/packaging/mach-o.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

/*
 * A stand-in for Electron's archive for macOS, which cannot be had on the machines that test this project: only the names,
 * property lists, links, program heads and fuse wire that packaging touches. It proves what packaging does to a bundle of that
 * shape. It proves nothing about Electron's code, its signature, Gatekeeper, or about what a new Electron has elsewhere.
 */

/** The head of a program for one processor, and nothing after it that could run. */
export function machOHead(architecture: Architecture, tail: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(4096);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(architecture === 'arm64' ? 0x0100000c : 0x01000007, 4);
  head.writeUInt32LE(architecture === 'arm64' ? 0 : 3, 8);
  head.writeUInt32LE(2, 12);
  return Buffer.concat([head, tail]);
}

/** Writes `electron-vVERSION-darwin-ARCH.zip` for both processors. */
export function writeSkeletonZips(folder: string, version: string): void {
  for (const architecture of ['arm64', 'x64'] as const) {
    const path = join(folder, `electron-v${version}-darwin-${architecture}.zip`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, writeZip(skeleton(version, architecture)));
  }
}

/** Found behind these marks by @electron/fuses and by the packager (their own constants). */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const integrityMark = 'AGbevlPCksUGKNL8TSn7wGmJEuJsXb2A';
/** The wire of Electron 45 as it is delivered: nine fuses. */
const deliveredWire = '101100011';

function skeleton(version: string, architecture: Architecture): ZipEntry[] {
  const contents = 'Electron.app/Contents';
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  const program = machOHead(architecture);
  const wire = Buffer.concat([
    Buffer.from(fuseMark),
    Buffer.from([1, deliveredWire.length]),
    Buffer.from(deliveredWire),
    Buffer.from(integrityMark),
    Buffer.alloc(34),
  ]);
  return [
    file('version', version),
    file('LICENSE', 'skeleton'),
    file('LICENSES.chromium.html', 'skeleton'),
    file(`${contents}/PkgInfo`, 'APPL????'),
    file(`${contents}/Info.plist`, build(infoOf(version))),
    file(`${contents}/MacOS/Electron`, program, 0o755),
    file(`${contents}/Resources/electron.icns`, 'icns'),
    file(`${contents}/Resources/default_app.asar`, emptyAsar()),
    file(`${contents}/Resources/en.lproj/locale.pak`, 'pak'),
    file(`${contents}/Resources/zh_CN.lproj/locale.pak`, 'pak'),
    file(`${framework}/Versions/A/Electron Framework`, machOHead(architecture, wire), 0o755),
    file(`${framework}/Versions/A/Libraries/libffmpeg.dylib`, program, 0o755),
    file(`${framework}/Versions/A/Helpers/chrome_crashpad_handler`, program, 0o755),
    file(
      `${framework}/Versions/A/Resources/Info.plist`,
      build({ CFBundleIdentifier: 'com.github.Electron.framework' }),
    ),
    link(`${framework}/Versions/Current`, 'A'),
    link(`${framework}/Electron Framework`, 'Versions/Current/Electron Framework'),
    link(`${framework}/Resources`, 'Versions/Current/Resources'),
    ...['', ' (GPU)', ' (Plugin)', ' (Renderer)'].flatMap((suffix) =>
      helper(contents, `Electron Helper${suffix}`, program),
    ),
  ];
}

/** With the keys that Electron delivers and that an app of ours must not keep. */
function infoOf(version: string) {
  return {
    CFBundleDisplayName: 'Electron',
    CFBundleExecutable: 'Electron',
    CFBundleIconFile: 'electron.icns',
    CFBundleIdentifier: 'com.github.Electron',
    CFBundleInfoDictionaryVersion: '6.0',
    CFBundleName: 'Electron',
    CFBundlePackageType: 'APPL',
    CFBundleShortVersionString: version,
    CFBundleVersion: version,
    LSMinimumSystemVersion: '13.0',
    NSAppTransportSecurity: { NSAllowsArbitraryLoads: true },
    NSBluetoothAlwaysUsageDescription: 'This app needs access to Bluetooth',
    NSBluetoothPeripheralUsageDescription: 'This app needs access to Bluetooth',
    NSCameraUsageDescription: 'This app needs access to the camera',
    NSMicrophoneUsageDescription: 'This app needs access to the microphone',
    NSAudioCaptureUsageDescription: 'This app needs access to audio capture',
    NSHighResolutionCapable: true,
    NSPrincipalClass: 'AtomApplication',
    NSQuitAlwaysKeepsWindows: false,
  };
}

function helper(contents: string, name: string, program: Buffer): ZipEntry[] {
  const folder = `${contents}/Frameworks/${name}.app/Contents`;
  const info = {
    CFBundleExecutable: name,
    CFBundleIdentifier: 'com.github.Electron.helper',
    CFBundleName: name,
    LSUIElement: true,
  };
  return [file(`${folder}/MacOS/${name}`, program, 0o755), file(`${folder}/Info.plist`, build(info))];
}

function file(path: string, content: string | Buffer, mode = 0o644): ZipEntry {
  return { path, content: Buffer.from(content), mode: 0o100000 | mode };
}

function link(path: string, target: string): ZipEntry {
  return { path, content: Buffer.from(target), mode: 0o120777 };
}

/** An archive of Electron's with nothing in it: a pickled head that says so. */
function emptyAsar(): Buffer {
  const head = Buffer.from('{"files":{}}');
  const padded = Math.ceil(head.length / 4) * 4;
  const bytes = Buffer.alloc(16 + padded);
  bytes.writeUInt32LE(4, 0);
  bytes.writeUInt32LE(8 + padded, 4);
  bytes.writeUInt32LE(4 + padded, 8);
  bytes.writeUInt32LE(head.length, 12);
  head.copy(bytes, 16);
  return bytes;
}
