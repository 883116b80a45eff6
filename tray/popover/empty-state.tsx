import type { Words } from '../words/words.ts';

/** Nothing to show, so it shows how to begin. */
export function EmptyState({ words }: { readonly words: Words }) {
  const { empty } = words.popover;
  return (
    <section class="empty" tabIndex={-1} data-focus-first aria-label={empty.title}>
      <Ferry />
      <h2>{empty.title}</h2>
      <ol class="empty-steps">
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

/** The ferry of the icon, larger. */
function Ferry() {
  return (
    <svg class="empty-ferry" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <path d="M8 13h17l4 5H8zM19 7h5v4.5h-5zM3 20h30l-4.5 7.5h-20z" />
      <path
        d="M2 31.5c2.7 0 2.7-1.6 5.3-1.6s2.7 1.6 5.4 1.6 2.6-1.6 5.3-1.6 2.7 1.6 5.3 1.6 2.7-1.6 5.4-1.6 2.6 1.6 5.3 1.6"
        class="empty-wave"
      />
    </svg>
  );
}
