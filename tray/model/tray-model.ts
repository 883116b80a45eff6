import type { TransferView } from '#engine/transfers';
import type { Language, Notice, PopoverView, SettingsView, TransferRow } from '../contract/popover-view.ts';
import type { MachineShelf } from '../engine/machine-shelf.ts';
import { type IconState, iconOf } from '../icon/icon-of.ts';
import { Drops } from '../questions/drops.ts';
import { QuestionBook } from '../questions/question-book.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { isActive, isKnown } from '../transfers/known-transfer.ts';
import { TransferBook } from '../transfers/transfer-book.ts';
import { settingsView } from './settings-view.ts';
import { TransferRows } from './transfer-rows.ts';

/** What is asked of the system when the popover opens, and not more often. */
export interface SystemFacts {
  readonly language: Language;
  readonly loginItem: SettingsView['loginItem'];
  readonly notices: readonly Notice[];
}

/** Everything that is shown, in the popover and by the icon. */
export class TrayModel {
  readonly book = new TransferBook();
  readonly questions: QuestionBook;
  readonly drops: Drops;
  private readonly rows: TransferRows;
  private readonly settings: SettingsFile;
  private readonly unseen = new Set<string>();
  private focusId: string | null = null;

  constructor(state: string, settings: SettingsFile, machines: MachineShelf, changed: () => void) {
    this.settings = settings;
    this.questions = new QuestionBook(changed);
    this.drops = new Drops(state, changed);
    this.rows = new TransferRows(this.book, this.questions, this.drops, machines);
  }

  took(id: string, view: TransferView | undefined): void {
    this.rows.took(id, view);
    if (!isKnown(view) || (view.state !== 'failed' && view.state !== 'interrupted')) this.unseen.delete(id);
  }

  row(view: TransferView): TransferRow {
    return this.rows.row(view);
  }

  /** Calls for attention until the popover is looked at. */
  callAttention(id: string): void {
    this.unseen.add(id);
  }

  looked(): void {
    this.unseen.clear();
  }

  /** The next view brings this row into sight. */
  focus(id: string): void {
    this.focusId = id;
  }

  view(system: SystemFacts): PopoverView {
    const open = this.rows.open();
    const { rows, hiddenCount } = this.rows.ended();
    const focusId = this.focusId;
    this.focusId = null;
    return {
      language: system.language,
      transfers: [...open, ...rows],
      hiddenCount,
      summary: this.rows.summary(open),
      settings: settingsView(this.settings.get(), system.loginItem),
      notices: system.notices,
      focusId,
    };
  }

  /** What the icon shows, and how many are active, paused, or wait for the person. */
  icon(): {
    readonly icon: IconState;
    readonly activeCount: number;
    readonly pausedCount: number;
    readonly attentionCount: number;
  } {
    const open = this.rows.open();
    const summary = this.rows.summary(open);
    const questionCount = open.filter(({ question }) => question !== null).length;
    const attention = { questionCount, unseenCount: this.unseen.size };
    const icon = iconOf(summary, open, attention, this.settings.get().showPercent);
    const { activeCount, pausedCount } = summary;
    return { icon, activeCount, pausedCount, attentionCount: questionCount + this.unseen.size };
  }

  /** Ids of transfers that somebody works on, for pausing and for the question before quitting. */
  activeIds(): string[] {
    return this.idsOf((state) => isActive(state));
  }

  pausedIds(): string[] {
    return this.idsOf((state) => state === 'paused');
  }

  private idsOf(isMeant: (state: string) => boolean): string[] {
    return this.book.openTransfers().flatMap((view) => (isKnown(view) && isMeant(view.state) ? view.id : []));
  }
}
