import { amountsFor } from '../amounts.ts';
import type { AppWords } from '../app-words.ts';
import { visibleName } from '../visible-name.ts';
import { counted } from './counted.ts';

const amounts = amountsFor('en');
const pastOf = { copy: 'Copied', move: 'Moved' } as const;

export const app: AppWords = {
  tooltip: (activeCount, percent, attentionCount) =>
    [
      'VM Ferry',
      activeCount > 0 ? `: ${counted(activeCount, 'transfer')}` : '',
      activeCount > 0 && percent !== null ? `, ${percent} percent` : '',
      attentionCount > 0
        ? `${activeCount > 0 ? ', ' : ': '}${attentionCount} ${attentionCount === 1 ? 'needs' : 'need'} you`
        : '',
    ].join(''),
  menu: {
    open: 'Open VM Ferry',
    pauseAll: 'Pause All',
    continueAll: 'Continue All',
    settings: 'Settings…',
    startAtLogin: 'Start at Login',
    quit: 'Quit VM Ferry',
  },
  panel: {
    message: (verb, names, sizeBytes) => {
      const what =
        names.length === 1 ? `“${visibleName(names[0] ?? '')}”` : `${names.length} virtual machines`;
      const size = sizeBytes === null ? '' : ` (${amounts.size(sizeBytes)})`;
      return `${verb === 'copy' ? 'Copy' : 'Move'} ${what}${size} into which folder?`;
    },
    button: (verb) => (verb === 'copy' ? 'Copy Here' : 'Move Here'),
  },
  notifications: {
    done: ({ verb, name, targetPlace, sizeBytes, durationMs, isVerified }) => ({
      title: `${pastOf[verb]}: ${visibleName(name)}`,
      body: [
        targetPlace === null ? '' : `To ${visibleName(targetPlace)}: `,
        `${amounts.size(sizeBytes)} in ${amounts.duration(durationMs)}`,
        isVerified ? ', verified' : '',
      ].join(''),
    }),
    failed: ({ verb, name, why }) => ({
      title: `Not ${pastOf[verb].toLowerCase()}: ${visibleName(name)}`,
      body: why,
    }),
    needsYou: ({ name, title }) => ({ title: visibleName(name), body: title }),
    several: (doneCount, failedCount, names) => ({
      title:
        failedCount === 0
          ? `${counted(doneCount, 'transfer')} done`
          : doneCount === 0
            ? `${counted(failedCount, 'transfer')} failed`
            : `${doneCount} done, ${failedCount} failed`,
      body: new Intl.ListFormat('en').format(names.map(visibleName)),
    }),
    showInFinder: 'Show in Finder',
  },
  quit: {
    title: 'Quit VM Ferry?',
    text: (activeCount) =>
      `${counted(activeCount, 'transfer')} ${activeCount === 1 ? 'goes' : 'go'} on without it, but you will not be told when ${activeCount === 1 ? 'it ends' : 'they end'}.`,
    quit: 'Quit',
    pauseAndQuit: 'Pause and Quit',
    cancel: 'Cancel',
  },
  notABundle: (name) => ({
    title: `“${visibleName(name)}” is not a UTM virtual machine`,
    body: 'Drop something that ends in .utm.',
  }),
};
