import type { PopoverWords } from '../popover-words.ts';
import { counted } from './counted.ts';

export const popover: PopoverWords = {
  transfersList: 'Transfers',
  active: (count) => counted(count, 'transfer'),
  waiting: (count) => `${count} waiting`,
  paused: (count) => `${count} paused`,
  failed: (count) => `${count} failed`,
  nothingActive: 'No transfers under way',
  allTransfers: 'All transfers',
  pauseAll: 'Pause All',
  continueAll: 'Continue All',
  openSettings: 'Settings',
  timeLeft: (time) => `about ${time} left`,
  estimating: 'estimating…',
  ended: 'Recent',
  clearHistory: 'Clear',
  moreEnded: (count) => `${counted(count, 'more transfer')} not shown`,
  empty: {
    title: 'Nothing to ferry yet',
    steps: [
      'Right-click a virtual machine in Finder',
      'Quick Actions ▸ Copy VM with Ferry… or Move VM with Ferry…',
      'Choose a folder, and watch it here',
    ],
    drop: 'You can also drop a virtual machine here, or on the icon in the menu bar.',
    onceTitle: 'Not in the menu?',
    once: 'Choose Quick Actions ▸ Customize… once, and tick the two VM Ferry actions.',
  },
  dropHere: 'Drop to copy or move',
  notices: {
    'engine-missing': {
      title: 'VM Ferry is not complete',
      text: 'The part that copies is missing, so nothing can be started. Install VM Ferry again.',
      action: null,
    },
    'notifications-refused': {
      title: 'Notifications are off',
      text: 'You will only see here when a transfer ends or needs you.',
      action: 'Open System Settings',
    },
    'icon-hidden': {
      title: 'The icon is hidden',
      text: 'Allow VM Ferry in the menu bar to see how far a transfer is. Until then, open VM Ferry from Applications.',
      action: 'Open System Settings',
    },
  },
  loading: 'Looking for transfers…',
  manyChanged: (count) => `${count} transfers changed`,
};
