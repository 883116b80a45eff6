import type { SetupStage } from '../contract/setup-view.ts';
import type { SetupWords } from '../words/setup-words.ts';

interface Props {
  readonly stage: SetupStage & { readonly kind: 'failed' };
  readonly words: SetupWords;
}

/** Why it did not work, what to do, and that nothing is left behind, or what. */
export function FailedStage({ stage, words }: Props) {
  const { failed } = words;
  const { message, advice } = failed.reason(stage);
  return (
    <>
      <p class="setup-text">
        {stage.step !== null && (
          <>
            {failed.step(stage.step)}
            <br />
          </>
        )}
        {message}
      </p>
      <section class="group setup-step" aria-label={failed.title}>
        <p>{advice}</p>
        {stage.leftovers.length === 0 ? (
          <p class="advice">{failed.nothingChanged}</p>
        ) : (
          <>
            <p class="advice">{failed.leftovers}</p>
            {stage.leftovers.map((leftover) => (
              <p key={leftover} class="advice">
                {leftover}
              </p>
            ))}
          </>
        )}
      </section>
    </>
  );
}
