import type { QuestionWords } from '../question-words.ts';
import { visibleName } from '../visible-name.ts';

const there = (place: string | null): string => (place === null ? 'there' : `on ${visibleName(place)}`);

export const questions: QuestionWords = {
  target: (verb, count) => ({
    title: verb === 'copy' ? 'Copy it where?' : 'Move it where?',
    text:
      count > 1
        ? `The folder you choose is for all ${count} that wait.`
        : 'Choose the folder it should go into.',
  }),
  verb: { title: 'Copy or move?', text: 'A move takes the original away once the copy is verified.' },
  noSpace: (missing, place) => ({
    title: `Not enough space ${there(place)}`,
    text: `${missing} more must be free. Nothing has been written.`,
  }),
  expansion: (extra, exact, place) => ({
    title: `The copy would grow by ${extra}`,
    text: `The drive ${place === null ? 'you chose' : visibleName(place)} cannot leave empty space out. The copy would take ${exact} more than the original.`,
  }),
  running: (program, canGoOn) => ({
    title: program === null ? 'The virtual machine is running' : `${visibleName(program)} is using it`,
    text: canGoOn
      ? 'Shut it down first. A copy made while it runs may not start.'
      : 'Shut it down first. A virtual machine that runs cannot be moved.',
  }),
  suspended: (verb) => ({
    title: 'The virtual machine is suspended',
    text: `It can be ${verb === 'copy' ? 'copied' : 'moved'} as it is, but on another Mac it may have to start anew. To be safe, shut it down in UTM first.`,
  }),
  answers: {
    'choose-target': 'Choose Folder…',
    copy: 'Copy',
    move: 'Move',
    'go-on': 'Go On',
    'try-again': 'Check Again',
    'give-up': 'Cancel',
  },
  goOn: { expansion: 'Copy Anyway', running: 'Copy While Running', suspended: 'Go On Suspended' },
  chooseAnother: 'Choose Another…',
  answerOn: (answer, name) => `${answer}: ${visibleName(name)}`,
};
