import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packager } from '@electron/packager';
import { build, parse } from 'plist';
import { appIdentity } from '../app-identity.ts';
import type { BuildInputs } from './build-inputs.ts';
import { buildMark, buildMarkKey } from './build-mark.ts';
import { findFaults } from './find-faults.ts';
import { setFuses } from './fuses.ts';
import { infoPlistStrings, ourKeys, withoutForeignKeys } from './info-plist.ts';
import type { Architecture } from './mach-o.ts';
import { stageEngine } from './stage-engine.ts';
import { stageTray } from './stage-tray.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

export interface PackageOptions {
  readonly inputs: BuildInputs;
  readonly architecture: Architecture;
  readonly electronVersion: string;
  /** Folder with Electron's zip archives; undefined: the packager downloads them. */
  readonly electronZips: string | undefined;
  /** Where the apps go. */
  readonly outFolder: string;
  /** Emptied first. */
  readonly workFolder: string;
  readonly cacheFolder: string;
}

/**
 * Puts one app together, unsigned:
 *
 * 1. Stage what goes into app.asar and what goes beside it.
 * 2. Let the packager build the bundle from Electron's archive: names, identifiers, helpers, integrity of app.asar.
 * 3. Take out of Info.plist what Electron asks for and we do not; mark the build.
 * 4. Set every fuse.
 * 5. Look for everything that must not be.
 *
 * @returns path of the app
 * @throws Error with every fault, when there are any
 */
export async function packageOne(options: PackageOptions): Promise<string> {
  const { inputs, architecture, workFolder, cacheFolder } = options;
  rmSync(workFolder, { recursive: true, force: true });
  const extra = stageExtras(inputs, workFolder);
  stageTray(inputs, join(workFolder, 'app'));
  await stageEngine(inputs, architecture, join(workFolder, 'engine'), cacheFolder);

  const folder = await runPackager(options, extra);
  const app = join(folder, `${appIdentity.name}.app`);
  const infoPath = join(app, 'Contents/Info.plist');
  const info = parse(readFileSync(infoPath, 'utf8')) as Record<string, unknown>;
  const ours = { ...withoutForeignKeys(info), [buildMarkKey]: buildMark(app) };
  writeFileSync(infoPath, `${build(ours as never)}\n`);
  await setFuses(app);

  const faults = await findFaults(app, architecture);
  if (faults.length > 0)
    throw new Error(`The app for ${architecture} is not right:\n  ${faults.join('\n  ')}`);
  return app;
}

/** Apple's name for the language today, and the older one under which Electron has its own words: macOS takes one of them. */
const simplifiedChineseFolders = ['zh-Hans.lproj', 'zh_CN.lproj'];

/** What goes beside the engine into Contents/Resources. */
function stageExtras(inputs: BuildInputs, workFolder: string): string[] {
  const languages = simplifiedChineseFolders.map((name) => join(workFolder, name));
  for (const folder of languages) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'InfoPlist.strings'), infoPlistStrings('zh-Hans'));
  }
  const notices = join(workFolder, 'THIRD-PARTY-NOTICES.txt');
  writeFileSync(notices, thirdPartyNotices(inputs.root));
  const license = join(workFolder, 'LICENSE.txt');
  cpSync(join(inputs.root, 'LICENSE'), license);
  return [...languages, notices, license];
}

async function runPackager(options: PackageOptions, extra: readonly string[]): Promise<string> {
  const { inputs, architecture, electronVersion, electronZips, outFolder, workFolder } = options;
  const folders = await packager({
    dir: join(workFolder, 'app'),
    out: outFolder,
    tmpdir: join(workFolder, 'packager'),
    platform: 'darwin',
    arch: architecture,
    electronVersion,
    ...(electronZips === undefined ? {} : { electronZipDir: electronZips }),
    name: appIdentity.name,
    executableName: appIdentity.name,
    appBundleId: appIdentity.bundleIdentifier,
    appVersion: appIdentity.version,
    buildVersion: appIdentity.version,
    appCategoryType: 'public.app-category.utilities',
    icon: inputs.icon,
    // All in one file, checked by the fuse; what has programs in it lies outside, in the engine's folder.
    asar: true,
    prune: false,
    overwrite: true,
    quiet: true,
    extraResource: [join(workFolder, 'engine'), ...extra],
    extendInfo: { ...ourKeys },
  });
  const [folder] = folders;
  if (folder === undefined) throw new Error(`The packager made no app for ${architecture}.`);
  return folder;
}
