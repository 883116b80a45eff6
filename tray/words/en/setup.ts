import type { SetupWords } from '../setup-words.ts';

export const setup: SetupWords = {
  windowTitle: 'Set Up VM Ferry',
  close: 'Close',
  again: 'Try Again',
  offer: {
    title: 'Welcome to VM Ferry',
    text: 'It copies and moves virtual machines from Finder: fast, exact, and without making them larger.',
    quickActions: (copy, move) => `“${copy}” and “${move}”`,
    quickActionsHint: 'Added to Finder’s Quick Actions, for you alone. Nothing needs a password.',
    openAtLogin: 'Start at login',
    openAtLoginHint: 'Shows transfers in the menu bar. Copying works without it.',
    commandLink: 'Add the command “ferry”',
    commandLinkHint: (folder) => `For use in Terminal. Puts a link into ${folder}.`,
    install: 'Set Up',
    later: 'Not Now',
  },
  doing: 'Putting the pieces in place…',
  done: {
    title: 'One more step, in Finder',
    readyTitle: 'VM Ferry is ready',
    readyText: 'Right-click a virtual machine in Finder, and choose Quick Actions.',
    pieces: {
      'state-folder': 'A place for transfers and settings',
      app: 'VM Ferry is in Applications',
      'quick-actions': 'The Quick Actions are in place',
      'login-item': 'VM Ferry starts at login',
      'command-link': 'The command “ferry” is in place',
    },
    notes: {
      'services-later': 'macOS has not looked at them yet. It will after you log out and in again.',
      'login-item-approval':
        'macOS wants you to allow it: System Settings ▸ General ▸ Login Items & Extensions.',
      'not-on-path': 'Your terminal does not look there yet. Add the folder to PATH.',
    },
    stepTitle: 'Switch the Quick Actions on',
    stepText: 'macOS lets only you do this, once.',
    steps: (copy, move) => [
      'Right-click a virtual machine in Finder',
      'Choose Quick Actions ▸ Customize…',
      `Tick “${copy}” and “${move}”`,
    ],
    switchedOn: 'Both Quick Actions are switched on.',
    switchedOff: 'Not switched on yet. This changes by itself when they are.',
    switchUnknown: 'macOS does not say whether they are on. If Finder’s menu shows them, you are ready.',
    openSettings: 'Open System Settings',
    settingsFailed: 'System Settings did not open. Use the steps above.',
    tryIt: 'Try It',
    tryElsewhere: 'UTM’s own folder could not be shown. Right-click any virtual machine (.utm) in Finder.',
    trying: 'Finder shows UTM’s folder. Right-click a virtual machine there.',
    finish: 'Done',
  },
  failed: {
    title: 'VM Ferry could not be set up',
    nothingChanged: 'Everything is as it was before.',
    leftovers: 'This could not be put back:',
    step: (piece) =>
      ({
        'state-folder': 'It stopped at the place for transfers.',
        app: 'It stopped at the app.',
        'quick-actions': 'It stopped at the Quick Actions.',
        'login-item': 'It stopped at starting at login.',
        'command-link': 'It stopped at the command “ferry”.',
      })[piece],
    reason: ({ message, advice }) => ({ message, advice }),
  },
  notInApplications: {
    title: 'VM Ferry is not in Applications yet',
    text: (place) =>
      `The Quick Actions need it to stay in one place. VM Ferry can copy itself to ${place} and put its pieces in place there.`,
    move: 'Put in Applications',
  },
  moved: {
    title: 'VM Ferry is in Applications',
    text: (place) => `Open it there: ${place}. What you have opened now can be thrown away.`,
    restart: 'Open It There',
  },
  newerState: {
    title: 'A newer VM Ferry has been used on this Mac',
    text: 'This version cannot read its transfers, so it changes nothing. Install the newer version.',
  },
  notHere: {
    title: 'Nothing can be set up here',
    text: 'Quick Actions belong to the app on a Mac. This VM Ferry runs from its built files, so it installs nothing.',
  },
};
