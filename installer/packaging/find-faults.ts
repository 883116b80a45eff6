import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';
import { parse } from 'plist';
import { appIdentity, engineFolderInApp, oldestMacOS } from '../app-identity.ts';
import { fuses } from './fuses.ts';
import { type Architecture, machOHeadBytes, machOSlices } from './mach-o.ts';

/** Besides Electron and Node. The engine and the app are a few MB; more means that something came along. */
const ownBytesMax = 12_000_000;
/** The bundled Node of 26.10 is 147 and 149 MB. */
const nodeBytesMax = 165_000_000;

/** Files that must never reach people: tests, sources, maps, programs of other systems. */
const unwanted =
  /\.(test|spec)\.|\.(ts|tsx|mts|cts|map|exe|dll|so|md)$|(^|\/)(test|tests|__tests__|vendor|\.git|\.DS_Store)(\/|$)/;

/**
 * Everything that is wrong with a packaged app, as sentences; empty when it may go to people. `package:mac` runs it on every
 * app it makes, on every system.
 */
export async function findFaults(app: string, architecture: Architecture): Promise<string[]> {
  const paths = pathsBelow(app);
  return [
    ...missing(app),
    ...foreignPrograms(app, paths, architecture),
    ...leaks(app, paths),
    ...tooLarge(app, paths),
    ...infoFaults(app),
    ...(await fuseFaults(app)),
  ];
}

function missing(app: string): string[] {
  const engine = ['ferry', 'node', 'node.LICENSE', 'ferry.mjs', 'installer.mjs'].map(
    (name) => `${engineFolderInApp}/${name}`,
  );
  const needed = [
    ...engine,
    `${engineFolderInApp}/node_modules/koffi/package.json`,
    `${engineFolderInApp}/node_modules/trash/macos-trash`,
    `Contents/MacOS/${appIdentity.name}`,
    'Contents/Resources/app.asar',
    'Contents/Resources/THIRD-PARTY-NOTICES.txt',
    'Contents/Resources/zh-Hans.lproj/InfoPlist.strings',
  ];
  return needed.filter((path) => !isThere(join(app, path))).map((path) => `${path} is missing`);
}

/** No program in the app may be for another processor: it would start Rosetta, or nothing. */
function foreignPrograms(app: string, paths: readonly string[], architecture: Architecture): string[] {
  return paths.flatMap((path) => {
    const found = programsIn(join(app, path)).map((slice) => slice.architecture);
    const isOurs = found.length === 0 || (found.length === 1 && found[0] === architecture);
    return isOurs ? [] : [`${path} is for ${found.join(' and ')}, not for ${architecture} alone`];
  });
}

function leaks(app: string, paths: readonly string[]): string[] {
  // What Electron brings is Electron's affair; what lies in these places we have put there.
  const ours = paths.filter((path) => path.startsWith(engineFolderInApp));
  const inAsar = listPackage(join(app, 'Contents/Resources/app.asar'), { isPack: false });
  const found = [...ours, ...inAsar.map((path) => `app.asar${path}`)].filter((path) => unwanted.test(path));
  return found.map((path) => `${path} does not belong into an app`);
}

function tooLarge(app: string, paths: readonly string[]): string[] {
  const bytesOf = (path: string) => lstatSync(join(app, path)).size;
  const node = `${engineFolderInApp}/node`;
  const own = paths.filter(
    (path) => path.startsWith('Contents/Resources/') && path !== node && !/\.lproj\/locale\.pak$/.test(path),
  );
  const ownBytes = own
    .filter((path) => !/\.(pak|bin|dat)$/.test(path))
    .reduce((sum, path) => sum + bytesOf(path), 0);
  const faults =
    ownBytes > ownBytesMax ? [`our own files take ${ownBytes} bytes, more than ${ownBytesMax}`] : [];
  const nodeBytes = isThere(join(app, node)) ? bytesOf(node) : 0;
  return nodeBytes > nodeBytesMax ? [...faults, `the bundled Node takes ${nodeBytes} bytes`] : faults;
}

function infoFaults(app: string): string[] {
  const info = parse(readFileSync(join(app, 'Contents/Info.plist'), 'utf8')) as Record<string, unknown>;
  const wanted: Readonly<Record<string, unknown>> = {
    CFBundleIdentifier: appIdentity.bundleIdentifier,
    CFBundleExecutable: appIdentity.name,
    CFBundleShortVersionString: appIdentity.version,
    LSUIElement: true,
    LSMinimumSystemVersion: oldestMacOS,
  };
  return Object.entries(wanted)
    .filter(([key, value]) => info[key] !== value)
    .map(([key, value]) => `Info.plist has ${key} ${String(info[key])} instead of ${String(value)}`);
}

async function fuseFaults(app: string): Promise<string[]> {
  const wire: Readonly<Record<string, unknown>> = await getCurrentFuseWire(app);
  return Object.entries(fuses)
    .filter(([fuse, isOn]) => wire[fuse] !== (isOn ? 0x31 : 0x30))
    .map(([fuse, isOn]) => `fuse ${fuse} is not ${isOn ? 'on' : 'off'}`);
}

function programsIn(path: string) {
  const head = Buffer.alloc(machOHeadBytes);
  const fd = openSync(path, 'r');
  try {
    return machOSlices(head.subarray(0, readSync(fd, head, 0, head.length, 0)), lstatSync(path).size);
  } finally {
    closeSync(fd);
  }
}

/** All files, relative to `root`. Links are not followed, which `readdirSync` by itself does. */
export function pathsBelow(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path).size > 0 || basename(path) === '';
  } catch {
    return false;
  }
}
