import type { SettingsWords } from '../settings-words.ts';

export const settings: SettingsWords = {
  title: 'Settings',
  back: 'Back to transfers',
  copying: 'Copying',
  verifyCopies: 'Verify every copy',
  verifyCopiesHint: 'Reads the copy back from the drive and compares it. Moves are always verified.',
  afterMove: 'After a move',
  afterMoveHint: 'What happens to the original.',
  afterMoveChoices: { trash: 'Move to Trash', delete: 'Delete at Once' },
  menuBar: 'Menu Bar',
  notifications: 'Notify me when a transfer ends',
  showPercent: 'Show the percentage',
  startAtLogin: 'Start at login',
  needsApproval: 'macOS waits for your approval in System Settings ▸ Login Items.',
  openLoginItems: 'Open Login Items',
  language: 'Language',
  systemLanguage: 'Same as the System',
  version: (version) => `VM Ferry ${version}`,
  quit: 'Quit VM Ferry',
  quitHint: 'Transfers go on without it.',
};
