import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The built menu-bar app, or where it has not been built, a few lines in its place: files of the right names that ask for
 * nothing but Electron. They prove where packaging puts things; nothing about the app itself.
 */
export function builtTray(folder: string): string {
  const built = resolve('dist/tray');
  if (existsSync(join(built, 'main.cjs'))) return built;
  const files = {
    'main.cjs': "require('electron');",
    'preload.cjs': "require('electron');",
    'popover/index.html': '<!doctype html>',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
