import type { Words } from '../words/words.ts';
import { FocusOnMount } from './focus-on-mount.tsx';
import { Warning } from './glyphs.tsx';

interface Props {
  readonly verb: 'copy' | 'move';
  readonly name: string;
  readonly words: Words;
  readonly tabIndex: number;
  readonly end: (isSure: boolean) => void;
}

/** Asked in the row itself; the safe answer has the focus. */
export function ConfirmCancel({ verb, name, words, tabIndex, end }: Props) {
  const { confirm } = words.rows;
  const { answerOn } = words.questions;
  return (
    <div class="question">
      <h3>
        <Warning />
        <span>{confirm.title(verb)}</span>
      </h3>
      <p class="advice">{confirm.text}</p>
      <div class="buttons">
        <FocusOnMount>
          <button
            type="button"
            class="push push-default"
            aria-label={answerOn(confirm.keep, name)}
            tabIndex={tabIndex}
            onClick={() => end(false)}
          >
            {confirm.keep}
          </button>
        </FocusOnMount>
        <button
          type="button"
          class="push push-danger"
          aria-label={answerOn(confirm.stop, name)}
          tabIndex={tabIndex}
          onClick={() => end(true)}
        >
          {confirm.stop}
        </button>
      </div>
    </div>
  );
}
