/**
 * `npm run package:mac [-- --arch arm64] [--electron-zips FOLDER]`: makes one app for each processor in dist/app. With
 * `--this-mac`, only the one for this Mac, and nothing to download.
 *
 * The same command works everywhere. On a Mac the apps are signed, checked, and packed for download; elsewhere that part is left
 * out, and said. `--electron-zips` takes Electron from a folder instead of the network, `--tray` the
 * built menu-bar app from another folder.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import packageFacts from '../package.json' with { type: 'json' };
import { macPrograms } from './mac-programs.ts';
import { archiveApp, notariseApp } from './packaging/archive-app.ts';
import { buildInputs, missingInputs } from './packaging/build-inputs.ts';
import type { Architecture } from './packaging/mach-o.ts';
import { packageOne } from './packaging/package-one.ts';
import { signApp, signingOf } from './packaging/sign-app.ts';

const electronVersion = packageFacts.devDependencies.electron;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      arch: { type: 'string', multiple: true },
      'electron-zips': { type: 'string' },
      out: { type: 'string', default: 'dist/app' },
      tray: { type: 'string' },
      'this-mac': { type: 'boolean', default: false },
    },
  });
  const isMac = process.platform === 'darwin';
  if (values['this-mac'] && !isMac)
    throw new Error('The app is for macOS. On this system use the command line: dist/engine/ferry.mjs.');
  const inputs = buildInputs(resolve(import.meta.dirname, '..'), values.tray);
  const missing = missingInputs(inputs);
  if (missing.length > 0) throw new Error(`Nothing was packaged:\n  ${missing.join('\n  ')}`);
  const signing = signingOf(process.env);
  const zips = values['electron-zips'];
  for (const architecture of (values['this-mac'] ? [process.arch] : (values.arch ?? ['arm64', 'x64'])).map(
    asArchitecture,
  )) {
    const workFolder = join(inputs.root, 'dist/package', architecture);
    const app = await packageOne({
      inputs,
      architecture,
      electronVersion,
      electronZips: zips === undefined ? undefined : resolve(zips),
      outFolder: resolve(values.out),
      workFolder,
      cacheFolder: join(inputs.root, 'dist/package/fetched'),
    });
    console.log(app);
    if (!isMac) {
      console.log('  not signed and not packed: that needs codesign, ditto and hdiutil, so a Mac');
      continue;
    }
    await signApp(app, signing, macPrograms, electronVersion, workFolder);
    console.log(
      signing.identity === '-' ? '  signed for this Mac alone (ad hoc)' : `  signed by ${signing.identity}`,
    );
    if (values['this-mac']) continue;
    await notariseApp(app, signing, macPrograms, workFolder);
    for (const archive of await archiveApp(app, architecture, macPrograms, resolve(values.out), workFolder))
      console.log(archive);
  }
}

function asArchitecture(word: string): Architecture {
  if (word === 'arm64' || word === 'x64') return word;
  throw new Error(`There is no Mac with a ${word} processor: say arm64 or x64.`);
}

try {
  await main();
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
}
