import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The engine that this app starts: a Node of its own and the built command line. */
export interface Engine {
  readonly node: string;
  readonly ferry: string;
}

export interface EngineHost {
  readonly isPackaged: boolean;
  /** `process.resourcesPath` of the app. */
  readonly resourcesFolder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * In the app the engine lies in its resources. When the tray is run from the built sources, VM_FERRY_ENGINE names its folder, and
 * the Node of the PATH runs it.
 */
export function findEngine(host: EngineHost): Engine | { readonly missing: string } {
  const folder = host.isPackaged
    ? join(host.resourcesFolder, 'engine')
    : (host.environment.VM_FERRY_ENGINE ?? '');
  const ferry = join(folder, 'ferry.mjs');
  const node = join(folder, 'node');
  if (!existsSync(ferry)) return { missing: ferry };
  if (existsSync(node)) return { node, ferry };
  return host.isPackaged ? { missing: node } : { node: 'node', ferry };
}
