import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The engine that this app starts: a program and the words that go before ours. */
export interface Engine {
  readonly program: string;
  readonly words: readonly string[];
}

export interface EngineHost {
  readonly isPackaged: boolean;
  /** `process.resourcesPath` of the app. */
  readonly resourcesFolder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * In the app the engine lies in its resources: a launcher (engine/ferry) that starts the Node beside it and leaves nothing to our
 * surroundings. When the tray is run from the built sources, VM_FERRY_ENGINE names a folder, and without a launcher there
 * the Node of the PATH runs it.
 */
export function findEngine(host: EngineHost): Engine | { readonly missing: string } {
  const folder = host.isPackaged
    ? join(host.resourcesFolder, 'engine')
    : (host.environment.VM_FERRY_ENGINE ?? '');
  const launcher = join(folder, 'ferry');
  const bundle = join(folder, 'ferry.mjs');
  const hasLauncher = existsSync(launcher);
  const needed = host.isPackaged || hasLauncher ? [launcher, join(folder, 'node'), bundle] : [bundle];
  const missing = needed.find((path) => !existsSync(path));
  if (missing !== undefined) return { missing };
  return hasLauncher ? { program: launcher, words: [] } : { program: 'node', words: [bundle] };
}
