import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'plist';
import { type Places, placesOf } from '../../installer/places.ts';
import packageFacts from '../../package.json' with { type: 'json' };
import { MacRecorders } from './mac-recorders.ts';

/** A home, an Applications folder and the programs of a Mac, in a temporary folder whose name is hard to quote. */
export interface SampleMac {
  /** Everything that may be touched. */
  readonly root: string;
  readonly places: Places;
  readonly recorders: MacRecorders;
}

export function makeSampleMac(folder: string): SampleMac {
  const root = join(folder, "Zoë's Mac 渡船 😀 $(x)");
  const home = join(root, 'home of "zoë"');
  const systemApplications = join(root, 'Applications');
  for (const each of [home, systemApplications, join(root, 'Volumes/T9')])
    mkdirSync(each, { recursive: true });
  const places: Places = { ...placesOf(home, {}), systemApplications, volumes: join(root, 'Volumes') };
  return { root, places, recorders: new MacRecorders(join(folder, 'programs')) };
}

export interface SampleApp {
  readonly version?: string;
  readonly build?: string;
  readonly identifier?: string;
}

/**
 * A bundle with what the installer looks at: Info.plist, a program, and the real launcher. Its Node is a stand-in that only tells
 * its version.
 *
 * @returns its path
 */
export function makeSampleApp(
  folder: string,
  { version = '1.0.0', build: mark = 'aaaa', identifier }: SampleApp = {},
): string {
  const app = join(folder, `${packageFacts.productName}.app`);
  const engine = join(app, 'Contents/Resources/engine');
  mkdirSync(join(app, 'Contents/MacOS'), { recursive: true });
  mkdirSync(engine, { recursive: true });
  const info = {
    CFBundleIdentifier: identifier ?? packageFacts.vmFerry.bundleIdentifier,
    CFBundleShortVersionString: version,
    VMFerryBuild: mark,
  };
  writeFileSync(join(app, 'Contents/Info.plist'), build(info));
  writeFileSync(join(app, 'Contents/MacOS', packageFacts.productName), '#!/bin/sh\n', { mode: 0o755 });
  cpSync(resolve('engine/ferry'), join(engine, 'ferry'));
  chmodSync(join(engine, 'ferry'), 0o755);
  writeFileSync(join(engine, 'ferry.mjs'), '');
  const node = `#!/bin/sh\ncase "$1" in --version) echo v26.10.0 ;; -e) printf 3.3.4 ;; *) echo ${version} ;; esac\n`;
  writeFileSync(join(engine, 'node'), node, { mode: 0o755 });
  return app;
}
