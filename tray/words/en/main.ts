import type { MainWords } from '../../contract/main-words.ts';
import { amountsFor } from '../amounts.ts';
import { failureText } from '../failure-words.ts';
import { questionText } from '../question-text.ts';
import { visibleName } from '../visible-name.ts';
import { counted } from './counted.ts';
import { failures } from './failures.ts';
import { questions } from './questions.ts';

const amounts = amountsFor('en');
const imperative = { copy: 'Copy', move: 'Move' } as const;
const past = { copy: 'copied', move: 'moved' } as const;

export const main: MainWords = {
  menu: {
    open: 'Open VM Ferry',
    pauseAll: 'Pause All',
    continueAll: 'Continue All',
    settings: 'Settings…',
    setup: 'Set up Quick Actions…',
    startAtLogin: 'Start at Login',
    quit: 'Quit VM Ferry',
  },
  panel: {
    message: (verb, names, bytes) => {
      const what =
        names.length === 1 ? `“${visibleName(names[0] ?? '')}”` : `${names.length} virtual machines`;
      return `${imperative[verb]} ${what}${bytes === null ? '' : ` (${amounts.size(bytes)})`} to:`;
    },
    button: (verb) => `${imperative[verb]} Here`,
  },
  quit: {
    message: (activeCount) =>
      `${counted(activeCount, 'transfer')} ${activeCount === 1 ? 'goes' : 'go'} on without the menu bar.`,
    detail: 'Nobody tells you when they end, or when one needs you. Open VM Ferry again to see them.',
    goOn: 'Quit',
    pauseAndQuit: 'Pause and Quit',
    stay: 'Cancel',
  },
  notification: {
    done: (verb, name, place) => ({
      title: visibleName(name),
      body: `Has been ${past[verb]} to ${visibleName(place)}.`,
    }),
    failed: (verb, name, failure) => {
      const { title, advice } = failureText(failures, failure);
      return { title: `${visibleName(name)} was not ${past[verb]}`, body: `${title}. ${advice}` };
    },
    question: (name, question) => {
      const { title, text } = questionText({ questions, failures, amounts }, question, {
        verb: 'copy',
        place: null,
      });
      return {
        title: `${visibleName(name)} needs you`,
        body: `${title}${/[?.]$/.test(title) ? '' : '.'} ${text}`,
      };
    },
    interrupted: (name, volume) => ({
      title: `${visibleName(name)} was interrupted`,
      body:
        volume === null
          ? 'It can go on where it stopped.'
          : `The drive ${visibleName(volume)} went away. Connect it, and it can go on where it stopped.`,
    }),
    several: ({ done, failed, needYou }) => ({
      title: counted(done + failed + needYou, 'transfer'),
      body: [
        ...(done > 0 ? [`${done} done`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(needYou > 0 ? [`${needYou} ${needYou === 1 ? 'needs' : 'need'} you`] : []),
      ].join(', '),
    }),
  },
  tooltip: {
    idle: 'VM Ferry',
    active: (count, percent) => `VM Ferry: ${counted(count, 'transfer')}, ${percent} percent`,
    paused: (count) => `VM Ferry: ${counted(count, 'transfer')} paused`,
    attention: (count) => `VM Ferry: ${counted(count, 'transfer')} ${count === 1 ? 'needs' : 'need'} you`,
  },
  failure: (code) => ({ message: failures.byCode[code].title, advice: failures.byCode[code].advice }),
};
