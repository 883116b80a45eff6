import { existsSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
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
  const electron = makeElectron(world);
  process.env.VM_FERRY_STATE = options.state;
  process.env.VM_FERRY_ENGINE = options.engine ?? engineFolder;
  const load = loader._load;
  loader._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));
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
      await context.close();
    },
  };
}

/** Page loaded, and told for the first time what it shows. */
function isUp(world: World): boolean {
  return (world.windows.at(-1)?.workspaces.length ?? 0) > 0;
}
