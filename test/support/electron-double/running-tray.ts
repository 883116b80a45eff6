import child from 'node:child_process';
import { existsSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { type MacPrograms, macPrograms } from '../../../installer/mac-programs.ts';
import packageFacts from '../../../package.json' with { type: 'json' };
import { until } from '../watch-staging.ts';
import { type ElectronDouble, makeElectron } from './electron-double.ts';
import { World } from './world.ts';

/** As it ships. */
const bundle = resolve('dist/tray/main.cjs');
const engineFolder = resolve('dist/engine');

export interface TrayOptions {
  readonly state: string;
  /** Folder of the engine; the built one by default. */
  readonly engine?: string;
  readonly isDark?: boolean;
  /** Runs as if packaged, from this bundle. */
  readonly app?: string;
  /** In place of the programs of macOS that the installer runs by their paths. */
  readonly programs?: MacPrograms;
  /** Before the app begins. */
  readonly prepare?: (world: World) => void;
}

/** The shipped menu-bar app, running in this process against the double. One at a time. */
export interface RunningTray {
  readonly world: World;
  readonly electron: ElectronDouble;
  stop(): Promise<void>;
}

/** Node's own loader, which `require` goes through: the one place where the bundle can be given another `electron`. */
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };

export async function startTray(browser: Browser, options: TrayOptions): Promise<RunningTray> {
  if (!existsSync(bundle)) throw new Error('dist/tray/main.cjs is missing: run `npm run build` first');
  const context = await browser.newContext({
    deviceScaleFactor: 2,
    colorScheme: options.isDark === true ? 'dark' : 'light',
  });
  const world = new World(context);
  options.prepare?.(world);
  const endings = options.app === undefined ? [] : [runFromApp(world, options.app)];
  const electron = makeElectron(world);
  process.env.VM_FERRY_STATE = options.state;
  process.env.VM_FERRY_ENGINE = options.engine ?? engineFolder;
  const load = loader._load;
  const childProcess = withPrograms(options.programs);
  loader._load = (request, ...rest) => {
    if (request === 'electron') return electron;
    return request === 'node:child_process' ? childProcess : load(request, ...rest);
  };
  const require = createRequire(import.meta.url);
  delete require.cache[bundle];
  require(bundle);
  electron.app.begin();
  if (world.loadFailure === undefined) await until(() => isUp(world));
  return {
    world,
    electron,
    stop: async () => {
      electron.app.emit('will-quit', {});
      loader._load = load;
      for (const end of endings) end();
      await context.close();
    },
  };
}

/** @returns puts back what the process says about itself */
function runFromApp(world: World, app: string): () => void {
  world.isPackaged = true;
  world.programPath = join(app, 'Contents/MacOS', packageFacts.productName);
  const itself = process as { resourcesPath?: string };
  itself.resourcesPath = join(app, 'Contents/Resources');
  return () => {
    delete itself.resourcesPath;
  };
}

/** `node:child_process`, in which a path of a Mac's program leads to its stand-in. Nothing else is another. */
function withPrograms(programs: MacPrograms | undefined): typeof child {
  const standIns = new Map(
    Object.entries(programs ?? {}).map(([name, path]) => [macPrograms[name as keyof MacPrograms], path]),
  );
  const execFile = (program: string, ...rest: unknown[]) =>
    (child.execFile as (...values: unknown[]) => unknown)(standIns.get(program) ?? program, ...rest);
  return { ...child, execFile: Object.assign(execFile, child.execFile) as unknown as typeof child.execFile };
}

/** Page loaded, and told for the first time what it shows. */
function isUp(world: World): boolean {
  return world.windows.some(({ workspaces }) => workspaces.length > 0);
}
