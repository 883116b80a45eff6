/**
 * The shipped app against the double in a process of its own, for tests that kill it: `node tray-process.ts STATE FOLDER`. The person
 * at the folder panel chooses FOLDER. Says `up` when it is, and clicks the icon at each SIGUSR2.
 */
import { launchBrowser } from '../launch-browser.ts';
import { startTray } from './running-tray.ts';

const [state = '', folder = ''] = process.argv.slice(2);

const { world } = await startTray(await launchBrowser(), {
  state,
  prepare: (each) => {
    each.chooseFolder = async () => [folder];
  },
});
console.log('up');
process.on('SIGUSR2', () => void world.icon.userClick());
