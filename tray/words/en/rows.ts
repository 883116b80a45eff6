import type { RowAction } from '../../contract/popover-view.ts';
import type { RowWords } from '../row-words.ts';
import { visibleName } from '../visible-name.ts';
import { counted } from './counted.ts';

const states: RowWords['states'] = {
  'needs-target': 'Needs you',
  queued: 'Waiting to start',
  preparing: 'Preparing…',
  copying: 'Copying',
  flushing: 'Writing to the drive…',
  verifying: 'Verifying',
  committing: 'Finishing…',
  'removing-source': 'Removing the original…',
  done: 'Done',
  paused: 'Paused',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  newer: 'From a newer VM Ferry',
  damaged: 'Cannot be read',
};

const actions: Readonly<Record<RowAction, string>> = {
  pause: 'Pause',
  continue: 'Continue',
  cancel: 'Cancel',
  resume: 'Resume',
  retry: 'Try Again',
  'show-source': 'Show Original',
  'show-target': 'Show in Finder',
  'open-target': 'Open in UTM',
  'copy-details': 'Copy Details',
  clear: 'Remove from List',
};

const actionsOn: Readonly<Record<RowAction, (name: string) => string>> = {
  pause: (name) => `Pause ${name}`,
  continue: (name) => `Continue ${name}`,
  cancel: (name) => `Cancel ${name}`,
  resume: (name) => `Resume ${name}`,
  retry: (name) => `Try Again: ${name}`,
  'show-source': (name) => `Show Original of ${name}`,
  'show-target': (name) => `Show in Finder: ${name}`,
  'open-target': (name) => `Open in UTM: ${name}`,
  'copy-details': (name) => `Copy Details of ${name}`,
  clear: (name) => `Remove ${name} from List`,
};

export const rows: RowWords = {
  states,
  waitingForTurn: (name) => `Waiting for ${visibleName(name)}`,
  waitingForVolume: (name) => `Waiting for the drive ${visibleName(name)}`,
  places: (source, target) =>
    target === null ? `from ${visibleName(source)}` : `from ${visibleName(source)} to ${visibleName(target)}`,
  bytesOf: (done, total) => `${done} of ${total}`,
  timeLeft: (time) => `${time} left`,
  progress: (percent, rest) => (rest === null ? percent : `${percent}, ${rest}`),
  stripName: 'Where its data lies',
  strip: (dataPercent, donePercent) => `${dataPercent} data, the rest empty; ${donePercent} done`,
  took: (size, duration) => `${size} in ${duration}`,
  saved: (size) => `${size} of empty space left out`,
  verified: 'Verified',
  cloned: 'Shares its blocks with the original',
  renamed: 'Moved on the same drive',
  metadataLosses: (count) => `${counted(count, 'attribute')} could not be kept`,
  warnings: (count) => counted(count, 'remark'),
  pausedAt: (done, total) => `Paused at ${done} of ${total}`,
  pausedBeforeStart: 'Paused before it began',
  interrupted: 'It stopped before it was done, and can go on where it was.',
  newer: 'It was started by a newer VM Ferry, which can show it.',
  damaged: 'What was written down about it cannot be read. The original is untouched.',
  cancelled: 'The original is untouched, and nothing was left at the target.',
  actions,
  copied: 'Copied',
  actionOn: (action, name) => actionsOn[action](visibleName(name)),
  confirm: {
    title: (verb) => (verb === 'copy' ? 'Stop this copy?' : 'Stop this move?'),
    text: 'What has been copied so far is removed. The original stays as it is.',
    keep: 'Keep Going',
    stop: 'Stop and Remove',
  },
  announce: (name, state) => `${visibleName(name)}: ${states[state].replace('…', '')}`,
  announceProgress: (name, percent) => `${visibleName(name)}: ${percent}`,
  rowName: (verb, name, state) => `${verb === 'copy' ? 'Copy' : 'Move'} of ${visibleName(name)}, ${state}`,
};
