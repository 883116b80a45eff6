import type { MainWords, NotificationWords } from '../contract/main-words.ts';
import type { QuestionView, TransferRow } from '../contract/popover-view.ts';
import type { Ending } from './endings.ts';

/** Those that end within this time are told together. */
const togetherMs = 1000;
/** Keys of endings that were told; older ones cannot come again. */
const toldMax = 500;

/** One thing to tell, with the row it is about. */
export type News =
  | { readonly kind: Ending['kind']; readonly key: string; readonly row: TransferRow }
  | {
      readonly kind: 'question';
      readonly key: string;
      readonly row: TransferRow;
      readonly question: QuestionView;
    };

export interface AnnouncerHost {
  words(): MainWords;
  show(text: NotificationWords, about: readonly News[]): void;
}

/** One notification for each ending and each question, and one for several that come within a second. */
export class Announcer {
  private readonly host: AnnouncerHost;
  private readonly told = new Set<string>();
  private waiting: News[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(host: AnnouncerHost) {
    this.host = host;
  }

  add(news: News): void {
    if (this.told.has(news.key)) return;
    this.told.add(news.key);
    const oldest = this.told.values().next().value;
    if (this.told.size > toldMax && oldest !== undefined) this.told.delete(oldest);
    this.waiting.push(news);
    this.timer ??= setTimeout(() => this.tell(), togetherMs);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    const about = this.waiting;
    this.waiting = [];
    this.timer = undefined;
    this.host.show(inWords(this.host.words(), about), about);
  }
}

function inWords({ notification }: MainWords, news: readonly News[]): NotificationWords {
  const [only] = news;
  const count = (kinds: readonly News['kind'][]) => news.filter(({ kind }) => kinds.includes(kind)).length;
  if (only === undefined || news.length > 1)
    return notification.several({
      done: count(['done']),
      failed: count(['failed']),
      needYou: count(['interrupted', 'question']),
    });
  const { verb, name, targetPlace, failure, waitsFor } = only.row;
  if (only.kind === 'question') return notification.question(name, only.question);
  if (only.kind === 'interrupted')
    return notification.interrupted(name, waitsFor?.kind === 'volume' ? waitsFor.name : null);
  if (only.kind === 'failed' && failure !== null) return notification.failed(verb, name, failure);
  return notification.done(verb, name, targetPlace ?? '');
}
