import type { Words } from '../words/words.ts';
import { FerryPicture } from './ferry-picture.tsx';

/** Nothing to show, so it shows how to begin. */
export function EmptyState({ words }: { readonly words: Words }) {
  const { empty } = words.popover;
  return (
    <section class="empty" tabIndex={-1} data-focus-first aria-label={empty.title}>
      <FerryPicture />
      <h2>{empty.title}</h2>
      <ol class="steps">
        {empty.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="advice">{empty.drop}</p>
      <div class="empty-once">
        <h3>{empty.onceTitle}</h3>
        <p class="advice">{empty.once}</p>
      </div>
    </section>
  );
}
