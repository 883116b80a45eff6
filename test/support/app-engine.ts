import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { quotedForSh } from './quoted-for-sh.ts';

/**
 * The engine's folder as it lies in the app: launcher, Node, engine and its native packages. A Node that is linked instead
 * of copied is the only difference; what macOS thinks of its signature is not shown by this.
 *
 * @param app folder of the app, made here
 * @param engine file that serves as `ferry.mjs`
 * @param alertProgram in place of `/usr/bin/osascript` in the launcher, which takes it from nowhere
 * @returns path of the launcher
 */
export function makeAppEngine(app: string, engine: string, alertProgram?: string): string {
  const folder = join(app, 'Contents/Resources/engine');
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(resolve('engine/ferry'), 'utf8');
  const launcher = join(folder, 'ferry');
  writeFileSync(launcher, alertProgram === undefined ? text : withAlert(text, alertProgram), { mode: 0o755 });
  copyFileSync(engine, join(folder, 'ferry.mjs'));
  symlinkSync(process.execPath, join(folder, 'node'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return launcher;
}

function withAlert(text: string, alertProgram: string): string {
  const parts = text.split('/usr/bin/osascript');
  if (parts.length !== 2) throw new Error('the launcher names osascript more than once');
  return parts.join(quotedForSh(alertProgram));
}
