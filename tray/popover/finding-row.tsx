import type { Finding } from '../contract/checkup-view.ts';
import type { FerryBridge } from '../contract/messages.ts';
import type { CheckupWords } from '../words/checkup-words.ts';
import { Sign } from './sign.tsx';

interface Props {
  readonly finding: Finding;
  readonly words: CheckupWords;
  readonly ferry: FerryBridge;
}

export function FindingRow({ finding, words, ferry }: Props) {
  const { name, state, remedy } = finding;
  const { found, advice } = words.text(finding);
  const title = words.names[name];
  return (
    <li class="finding">
      <Sign state={state} name={words.states[state]} />
      <div>
        <h2>{title}</h2>
        <p class="finding-found">{found}</p>
        {advice !== '' && <p class="advice">{advice}</p>}
        {remedy !== null && (
          <div class="buttons">
            <button
              type="button"
              class="push"
              aria-label={`${words.remedies[remedy]} (${title})`}
              onClick={() => void ferry.request('openRemedy', name)}
            >
              {words.remedies[remedy]}
            </button>
          </div>
        )}
      </div>
    </li>
  );
}
