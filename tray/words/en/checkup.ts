import type { CheckupWords } from '../checkup-words.ts';
import { counted } from './counted.ts';

export const checkup: CheckupWords = {
  title: 'Check VM Ferry',
  back: 'Back to settings',
  looking: 'Looking…',
  again: 'Check Again',
  copyReport: 'Copy Report',
  copied: 'Copied',
  allWell: 'Everything works.',
  needsYou: (count) => `${counted(count, 'thing')} ${count === 1 ? 'needs' : 'need'} you.`,
  broken: (count) => `${counted(count, 'thing')} ${count === 1 ? 'does' : 'do'} not work.`,
  notHere: 'VM Ferry is not running as an installed app on a Mac, so there is nothing to check.',
  failed: 'The check did not come to its end. Try it again.',
  names: {
    'macos-version': 'macOS',
    app: 'App',
    signature: 'Signature',
    installation: 'Installation',
    engine: 'Copy engine',
    'native-code': 'Native part',
    'quick-actions': 'Quick Actions',
    'quick-actions-registered': 'Quick Actions known to macOS',
    'quick-actions-switched-on': 'Quick Actions switched on',
    notifications: 'Notifications',
    consent: 'UTM’s folder',
    volumes: 'Drives',
    transfers: 'Transfers',
  },
  states: { ok: 'Fine', attention: 'Needs you', broken: 'Does not work', unknown: 'Not known' },
  remedies: { settings: 'Open System Settings', setup: 'Set Up Again…' },
  // The installer speaks English, and plainly.
  text: ({ found, advice }) => ({ found, advice }),
};
