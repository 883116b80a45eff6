import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildInputs } from '../../installer/packaging/build-inputs.ts';
import { stageEngine } from '../../installer/packaging/stage-engine.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { makeSampleApp } from './sample-mac.ts';

/**
 * An app whose engine folder is the packaged one, file for file, with two programs exchanged so that it runs here: Node, and koffi's
 * addon, which lies beside that for macOS. It proves that the packaged engine has all it needs, and how its launcher, upgrades
 * and removal behave; nothing about what macOS thinks of its signatures.
 *
 * @param version what the engine says it is; a changed one stands for a newer build
 * @returns path of the app
 */
export async function makeRunningApp(
  folder: string,
  version: string = packageFacts.version,
): Promise<string> {
  const app = makeSampleApp(folder, { version, build: version });
  const engine = join(app, 'Contents/Resources/engine');
  rmSync(engine, { recursive: true });
  await stageEngine(buildInputs(resolve('.')), 'arm64', engine, resolve('dist/package/fetched'));
  rmSync(join(engine, 'node'));
  copyFileSync(process.execPath, join(engine, 'node'));
  const addon = `node_modules/@koromix/koffi-linux-${process.arch}`;
  cpSync(resolve(addon), join(engine, addon), { recursive: true });
  const bundle = join(engine, 'ferry.mjs');
  writeFileSync(bundle, readFileSync(bundle, 'utf8').replaceAll(`"${packageFacts.version}"`, `"${version}"`));
  return app;
}
