import type { TransferView } from '#engine/transfers';
import type { MainWords, NotificationWords } from '../contract/main-words.ts';
import type { TrayModel } from '../model/tray-model.ts';
import { Announcer, type News } from '../notify/announcer.ts';
import { type Ending, endingOf, missedEndings } from '../notify/endings.ts';
import type { Notice } from '../notify/notifier.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { isKnown } from '../transfers/known-transfer.ts';
import type { ToldChange } from '../transfers/transfer-book.ts';

export interface NewsHost {
  readonly model: TrayModel;
  readonly settings: SettingsFile;
  words(): MainWords;
  show(notice: Notice): void;
  showInFinder(path: string): void;
  reveal(id: string): void;
}

/** Turns what happens to transfers into news for the person: attention of the icon, and notifications. */
export class NewsDesk {
  private readonly host: NewsHost;
  private readonly announcer: Announcer;
  private hasLooked = false;

  constructor(host: NewsHost) {
    this.host = host;
    this.announcer = new Announcer({
      words: host.words,
      show: (text, about) => this.show(text, about),
    });
  }

  took(changes: readonly ToldChange[]): void {
    const endings = this.hasLooked
      ? changes.flatMap(({ before, view }) => endingOf(before, view) ?? [])
      : this.foundAtStart(changes.flatMap(({ view }) => view ?? []));
    this.hasLooked = true;
    for (const ending of endings) this.tell(ending);
  }

  /** A question stands that nobody has just caused. */
  waits(id: string): void {
    const view = this.host.model.book.get(id);
    if (view === undefined) return;
    const row = this.host.model.row(view);
    if (row.question !== null)
      this.announcer.add({ kind: 'question', key: `${id} question`, row, question: row.question });
  }

  dispose(): void {
    this.announcer.dispose();
  }

  /** What ended while we were not there, and what stands still because its machine went down. */
  private foundAtStart(views: readonly TransferView[]): Ending[] {
    const interrupted = views.filter(isKnown).flatMap((view): Ending[] => {
      const { id, state, record } = view;
      return state === 'interrupted' && record.error === null
        ? [{ kind: 'interrupted', id, key: `${id} interrupted ${record.attempts}`, view }]
        : [];
    });
    const { toldUntil } = this.host.settings.get();
    if (toldUntil === null) this.host.settings.change({ toldUntil: new Date().toISOString() });
    return [...missedEndings(views, toldUntil), ...interrupted];
  }

  private tell({ kind, id, key, view }: Ending): void {
    if (kind !== 'done') this.host.model.callAttention(id);
    this.announcer.add({ kind, key, row: this.host.model.row(view) });
  }

  private show(text: NotificationWords, about: readonly News[]): void {
    this.host.settings.change({ toldUntil: new Date().toISOString() });
    if (!this.host.settings.get().notifications) return;
    this.host.show({ ...text, clicked: () => this.clicked(about) });
  }

  private clicked(about: readonly News[]): void {
    const [first] = about;
    if (first === undefined) return;
    if (about.length === 1 && first.kind === 'done' && first.row.target !== null)
      this.host.showInFinder(first.row.target);
    else this.host.reveal(first.row.id);
  }
}
