import type { Answer, QuestionView } from '../contract/popover-view.ts';
import type { QuestionWords } from '../words/question-words.ts';

export interface Choice {
  readonly answer: Answer;
  readonly label: string;
}

/** The answers that a question takes. The first one is the default, and it is the safe one. */
export function questionChoices(question: QuestionView, words: QuestionWords): readonly Choice[] {
  const choice = (answer: Answer, label: string = words.answers[answer]): Choice => ({ answer, label });
  const another = choice('choose-target', words.chooseAnother);
  const giveUp = choice('give-up');
  switch (question.kind) {
    case 'target':
      return [choice('choose-target'), giveUp];
    case 'verb':
      return [choice('copy'), choice('move'), giveUp];
    case 'no-space':
      return [another, choice('try-again'), giveUp];
    case 'expansion':
      return [another, choice('go-on', words.goOn.expansion), giveUp];
    case 'running':
      return [
        choice('try-again'),
        ...(question.canGoOn ? [choice('go-on', words.goOn.running)] : []),
        giveUp,
      ];
    case 'suspended':
      return [choice('try-again'), choice('go-on', words.goOn.suspended), giveUp];
    case 'refused':
      return [another, choice('try-again'), giveUp];
  }
}
