import type { SetupStage, SetupView } from '../../tray/contract/setup-view.ts';

const titles = { copy: 'Copy VM with Ferry…', move: 'Move VM with Ferry…' };
const pieces = [
  { name: 'state-folder', note: null },
  { name: 'quick-actions', note: null },
  { name: 'login-item', note: 'login-item-approval' },
  { name: 'command-link', note: 'not-on-path' },
] as const;

const stages: Readonly<Record<string, SetupStage>> = {
  offer: { kind: 'offer', commandFolder: '/Users/ada/.local/bin' },
  doing: { kind: 'doing' },
  'done-unknown': { kind: 'done', pieces: pieces.slice(0, 2), switches: 'unknown' },
  'done-off': { kind: 'done', pieces, switches: 'off' },
  'done-on': { kind: 'done', pieces: pieces.slice(0, 2), switches: 'on' },
  failed: {
    kind: 'failed',
    step: 'quick-actions',
    code: 'NOT_ALLOWED',
    message: '/Users/ada/Library/Services may not be changed.',
    advice:
      'macOS forbids it. Allow it under System Settings ▸ Privacy & Security ▸ App Management, and try again.',
    leftovers: [],
  },
  'failed-leftovers': {
    kind: 'failed',
    step: 'command-link',
    code: 'STEP_FAILED',
    message: 'There is no space left for /Users/ada/.local/bin/ferry.',
    advice: 'Put that right, and try again.',
    leftovers: ['/Users/ada/Library/Services/Copy VM with Ferry….workflow could not be removed (EACCES)'],
  },
  'not-in-applications': { kind: 'not-in-applications', place: '/Applications/VM Ferry.app' },
  moved: { kind: 'moved', place: '/Applications/VM Ferry.app' },
  'newer-state': { kind: 'newer-state' },
  'not-here': { kind: 'not-here' },
};

/** Every stage of the setup window. */
export const setupViews: Readonly<Record<string, SetupView>> = Object.fromEntries(
  Object.entries(stages).map(([name, stage]) => [name, { language: 'en', titles, stage }]),
);
