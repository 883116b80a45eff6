import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { appIdentity } from '../app-identity.ts';
import type { BuildInputs } from './build-inputs.ts';

/**
 * Fills a folder with what goes into app.asar: the built menu-bar app, and the few lines by which Electron finds it.
 *
 * @throws Error when the built app wants a package that is not in it: it would start on the machine that built it and nowhere
 *   else
 */
export function stageTray(inputs: BuildInputs, folder: string): void {
  const strangers = ['main.cjs', 'preload.cjs'].flatMap((file) =>
    packagesRequired(readFileSync(join(inputs.trayFolder, file), 'utf8')).map(
      (name) => `${file} wants ${name}`,
    ),
  );
  if (strangers.length > 0)
    throw new Error(`dist/tray is not whole: ${strangers.join(', ')}. Bundle it in build:tray.`);
  mkdirSync(folder, { recursive: true });
  cpSync(inputs.trayFolder, folder, { recursive: true, filter: (path) => !/\.(map|ts|tsx)$/.test(path) });
  const facts = {
    name: 'vm-ferry',
    productName: appIdentity.name,
    version: appIdentity.version,
    main: 'main.cjs',
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/** Names of packages that a built CommonJS file asks for when it runs, besides Node's own and Electron's. */
export function packagesRequired(text: string): string[] {
  const names = [...text.matchAll(/\brequire\((['"])([^'"\n]+)\1\)/g)].map((match) => match[2] ?? '');
  const isThere = (name: string) =>
    name === 'electron' ||
    name.startsWith('electron/') ||
    name.startsWith('node:') ||
    name.startsWith('.') ||
    builtinModules.includes(name);
  return [...new Set(names.filter((name) => !isThere(name)))];
}
