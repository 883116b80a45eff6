import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import packageFacts from '../../package.json' with { type: 'json' };
import type { RunningTray, TrayOptions } from './electron-double/running-tray.ts';
import type { World } from './electron-double/world.ts';
import { MacRecorders } from './mac-recorders.ts';
import { makeSampleApp } from './sample-mac.ts';
import type { Scene } from './tray-scene.ts';
import { until } from './watch-staging.ts';

/** A home with the app in its Applications folder, and stand-ins for the programs of a Mac. */
export interface SetupScene {
  readonly home: string;
  readonly state: string;
  readonly app: string;
  readonly services: string;
  readonly recorders: MacRecorders;
  start(options?: Partial<TrayOptions>): Promise<RunningTray>;
  /** As from the built sources, or on another system than macOS. */
  startUnpackaged(): Promise<RunningTray>;
}

/**
 * The shipped app as if on a Mac, in a home of its own: what it installs is really put there. What macOS does with it is not
 * shown.
 *
 * @param scene where
 * @param folder of the app in the home
 */
export function makeSetupScene({ home: root, state, start }: Scene, folder = 'Applications'): SetupScene {
  const home = join(root, 'Zoë’s home');
  const app = makeSampleApp(join(home, folder), { version: packageFacts.version });
  const recorders = new MacRecorders(join(root, 'programs'));
  recorders.answer('defaults.export', switchesText());
  mkdirSync(join(home, 'Library'));
  // As Finder starts an app: no folder of the machine that runs the tests is looked at for the command.
  const before = { HOME: process.env.HOME, PATH: process.env.PATH };
  Object.assign(process.env, { HOME: home, PATH: '/usr/bin:/bin:/usr/sbin:/sbin' });
  onTestFinished(() => {
    Object.assign(process.env, before);
  });
  return {
    home,
    state,
    app,
    services: join(home, 'Library/Services'),
    recorders,
    start: (options = {}) => start({ app, programs: recorders.programs, ...options }),
    startUnpackaged: () => start({ programs: recorders.programs }),
  };
}

/** Does what closes the setup window. The page goes while the button or the key is still down, of which the browser complains. */
export async function closeSetup(world: World, press: () => Promise<void>): Promise<void> {
  await press().catch(() => {});
  await until(() => !world.hasSetup);
}

const verbs = ['copy', 'move'] as const;

/** What `defaults export pbs -` prints when the Quick Actions of those titles are on, or off. */
export function switchesText(titles: readonly string[] = [], isOn = true): string {
  const { bundleIdentifier } = packageFacts.vmFerry;
  const all = titles.map(
    (title, index) =>
      `<key>${bundleIdentifier}.quick-action.${verbs[index]} - ${title} - runWorkflowAsService</key>
<dict><key>presentation_modes</key><dict><key>ContextMenu</key><${isOn}/></dict></dict>`,
  );
  return `<?xml version="1.0"?><plist version="1.0"><dict><key>NSServicesStatus</key><dict>${all.join('')}</dict></dict></plist>`;
}
