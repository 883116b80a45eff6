import type { QuestionView } from '../contract/popover-view.ts';
import type { Amounts } from './amounts.ts';
import { type FailureWords, failureText } from './failure-words.ts';
import type { QuestionText, QuestionWords } from './question-words.ts';

export interface Asked {
  readonly verb: 'copy' | 'move';
  /** What a person calls the target's volume; null while it is not known. */
  readonly place: string | null;
}

/** What a question says, with its sizes written out. */
export function questionText(
  words: { readonly questions: QuestionWords; readonly failures: FailureWords; readonly amounts: Amounts },
  question: QuestionView,
  { verb, place }: Asked,
): QuestionText {
  const { questions, failures, amounts } = words;
  switch (question.kind) {
    case 'target':
      return questions.target(verb, question.count);
    case 'verb':
      return questions.verb;
    case 'no-space':
      return questions.noSpace(amounts.size(question.missingBytes), place);
    case 'expansion':
      return questions.expansion(
        amounts.size(question.extraBytes),
        amounts.exactBytes(question.extraBytes),
        place,
      );
    case 'running':
      return questions.running(question.program, question.canGoOn);
    case 'suspended':
      return questions.suspended(verb);
    case 'refused': {
      const { title, advice } = failureText(failures, question.failure);
      return { title, text: advice };
    }
  }
}
