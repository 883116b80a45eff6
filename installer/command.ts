/**
 * The installer in a terminal: `npm run install:mac`, `npm run uninstall:mac`; and `installer.mjs` beside the engine, which
 * `ferry doctor` asks. It says what the library answers and ends with an exit code.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseLanguage } from '../quick-action/index.ts';
import { appIdentity } from './app-identity.ts';
import { suggestCommandLinkFolder } from './command-link-folder.ts';
import { examineWorld } from './doctor/examine-installation.ts';
import { findApp } from './find-app.ts';
import { type InstallResult, installPieces } from './install-pieces.ts';
import { type MacPrograms, macPrograms } from './mac-programs.ts';
import { type Places, placesOf } from './places.ts';
import { runProgram } from './run-program.ts';
import type { Note } from './steps/install-step.ts';
import { type UninstallResult, uninstallPieces } from './uninstall-pieces.ts';

/** What the commands see of the world around them; tests have another. */
export interface CommandWorld {
  readonly platform: NodeJS.Platform;
  readonly places: Places;
  readonly programs: MacPrograms;
  /** Folder of this program: with the engine around it when it is the one in an app. */
  readonly ownFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Asks for a yes or no; undefined when nobody is there to answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

const usage = `Usage: install   [--app APP] [--applications FOLDER] [--command-link | --no-command-link] [--open-at-login]
       uninstall [--with-history]
       examine   (prints one JSON object)`;

/** @returns exit code: 0 done, 1 failed, 2 not understood, 3 refused before anything was touched */
export async function runCommand([verb, ...words]: readonly string[], world: CommandWorld): Promise<number> {
  if (verb === 'examine') return examine(world);
  if (verb !== 'install' && verb !== 'uninstall') {
    world.say(usage);
    return 2;
  }
  if (world.platform !== 'darwin') {
    world.say(
      'The app, its Quick Actions and its menu are for macOS. On this system the command line is all there is:',
    );
    world.say('npm run build, and then dist/engine/ferry.mjs. Nothing was changed.');
    return 2;
  }
  try {
    return await (verb === 'install' ? runInstall(words, world) : runUninstall(words, world));
  } catch (thrown) {
    if (!String((thrown as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) throw thrown;
    world.say(`${(thrown as Error).message}\n${usage}`);
    return 2;
  }
}

async function runInstall(words: readonly string[], world: CommandWorld): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    allowNegative: true,
    options: {
      app: { type: 'string' },
      applications: { type: 'string' },
      'command-link': { type: 'boolean' },
      'open-at-login': { type: 'boolean', default: false },
    },
  });
  const places =
    values.applications === undefined
      ? world.places
      : { ...world.places, systemApplications: resolve(values.applications) };
  const folder = suggestCommandLinkFolder(places, world.environment.PATH ?? '');
  const wantsLink =
    values['command-link'] ??
    (await world.ask?.(`Also put a command “ferry” for the terminal into ${folder}?`)) ??
    false;
  const result = await installPieces(
    {
      appSource: resolve(values.app ?? builtApp(world.ownFolder)),
      language: chooseLanguage(await preferredLanguages(world.programs)),
      openAtLogin: values['open-at-login'],
      ...(wantsLink ? { commandLinkFolder: folder } : {}),
      onStep: (step, is) => world.say(`  ${is === 'was-done' ? 'is in place' : is}: ${step}`),
    },
    { places, programs: world.programs, loginItem: undefined },
  );
  return tellInstalled(result, world.say);
}

function tellInstalled(result: InstallResult, say: (line: string) => void): number {
  if (result.kind === 'installed') {
    say(`${appIdentity.name} is installed: ${result.appPath}`);
    tellNotes(result.notes, say);
    say('One step is yours, because macOS keeps it for you: in Finder, right-click a virtual machine, then');
    say('Quick Actions ▸ Customize…, and tick “Copy VM with Ferry…” and “Move VM with Ferry…”.');
    return 0;
  }
  say(result.message);
  say(`  ${result.advice}`);
  if (result.kind === 'refused') return 3;
  say(
    result.leftovers.length === 0
      ? 'Everything was put back.'
      : `Not everything could be put back: ${result.leftovers.join('; ')}`,
  );
  return 1;
}

async function runUninstall(words: readonly string[], world: CommandWorld): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { 'with-history': { type: 'boolean', default: false } },
  });
  const choice = { withHistory: values['with-history'] };
  return tellRemoved(await uninstallPieces(choice, { ...world, loginItem: undefined }), world.say);
}

function tellRemoved(result: UninstallResult, say: (line: string) => void): number {
  if (result.kind !== 'refused') for (const path of result.removed) say(`  removed: ${path}`);
  if (result.kind === 'removed') {
    for (const path of result.kept) say(`  kept:    ${path}`);
    tellNotes(result.notes, say);
    say(result.removed.length === 0 ? 'There was nothing to remove.' : `${appIdentity.name} is gone.`);
    return 0;
  }
  say(result.message);
  say(`  ${result.advice}`);
  return result.kind === 'refused' ? 3 : 1;
}

async function examine({ places, programs, platform, ownFolder, say }: CommandWorld): Promise<number> {
  const appPath = findApp(ownFolder, places);
  const engineFolder = appPath === undefined ? ownFolder : join(appPath, 'Contents/Resources/engine');
  const isMac = platform === 'darwin';
  const report = await examineWorld({
    places,
    programs,
    isMac,
    appPath,
    engineFolder,
    knownByApp: undefined,
    readFolder: (path) => readdirSync(path),
  });
  say(JSON.stringify(report));
  return 0;
}

function tellNotes(notes: readonly Note[], say: (line: string) => void): void {
  for (const { message } of notes) say(`Note: ${message}`);
}

/** Where package:mac leaves the app for this processor. */
function builtApp(ownFolder: string): string {
  const name = `${appIdentity.name}-darwin-${process.arch}`;
  return join(ownFolder, '../dist/app', name, `${appIdentity.name}.app`);
}

/** The person's languages in their order, as System Settings has them. */
async function preferredLanguages({ defaults }: MacPrograms): Promise<string[]> {
  const { stdout } = await runProgram(defaults, ['read', '-g', 'AppleLanguages']);
  return [...stdout.matchAll(/[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*/g)].map(([tag]) => tag);
}

function askInTerminal(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return lines
    .question(`${question} [y/N] `)
    .then((answer) => /^y(es)?$/i.test(answer.trim()))
    .finally(() => lines.close());
}

if (existsSync(process.argv[1] ?? '') && resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  process.exitCode = await runCommand(process.argv.slice(2), {
    platform: process.platform,
    places: placesOf(),
    programs: macPrograms,
    ownFolder: dirname(fileURLToPath(import.meta.url)),
    environment: process.env,
    say: (line) => console.log(line),
    ask: process.stdin.isTTY ? askInTerminal : undefined,
  });
}
