import type { FerryBridge } from '../contract/messages.ts';
import type { QuestionView, TransferRow } from '../contract/popover-view.ts';
import { questionText } from '../words/question-text.ts';
import type { Words } from '../words/words.ts';
import { Asks, Warning } from './glyphs.tsx';
import { questionChoices } from './question-choices.ts';

interface Props {
  readonly row: TransferRow;
  readonly question: QuestionView;
  readonly words: Words;
  readonly tabIndex: number;
  readonly ferry: FerryBridge;
}

/** What stands between a transfer and its start. */
export function Question({ row, question, words, tabIndex, ferry }: Props) {
  const { title, text } = questionText(words, question, { verb: row.verb, place: row.targetPlace });
  return (
    <div class="question">
      <h3>
        {isWarning(question) ? <Warning /> : <Asks />}
        <span>{title}</span>
      </h3>
      <p class="advice">{text}</p>
      <div class="buttons">
        {questionChoices(question, words.questions).map(({ answer, label }, index) => (
          <button
            key={answer}
            type="button"
            class={`push${index === 0 ? ' push-default' : ''}`}
            aria-label={words.questions.answerOn(label, row.name)}
            tabIndex={tabIndex}
            onClick={() => void ferry.request('answer', row.id, answer)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Something stands in the way, and not only a choice to be made. */
function isWarning({ kind }: QuestionView): boolean {
  return kind !== 'target' && kind !== 'verb';
}
