/** What is told, as harmless text already. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The person clicked it. Not every way of notifying can tell. */
  clicked(): void;
}

/** One way to show a notification. Never throws: what cannot be shown is `unavailable`, and the next way is tried. */
export interface Notifier {
  readonly name: 'electron' | 'node-notifier';
  notify(notice: Notice): Promise<'shown' | 'unavailable'>;
  dispose(): void;
}

/** Tries one way after the other. @returns the name of the one that showed it; undefined: only the app itself tells. */
export async function notifyByFirst(
  notifiers: readonly Notifier[],
  notice: Notice,
): Promise<Notifier['name'] | undefined> {
  for (const notifier of notifiers) if ((await notifier.notify(notice)) === 'shown') return notifier.name;
  return undefined;
}
