import type { TransferView } from '#engine/transfers';
import type { TransferRow, TransferSummary } from '../contract/popover-view.ts';
import type { MachineShelf } from '../engine/machine-shelf.ts';
import type { Drops } from '../questions/drops.ts';
import type { QuestionBook } from '../questions/question-book.ts';
import { hasEnded, isKnown } from '../transfers/known-transfer.ts';
import { orderOpenRows } from '../transfers/order-rows.ts';
import { nameOfSource, rowOfTransfer } from '../transfers/row-of-transfer.ts';
import { SpeedMeter } from '../transfers/speed.ts';
import { summaryOf } from '../transfers/summary-of.ts';
import type { TransferBook } from '../transfers/transfer-book.ts';

/** Ended transfers that are shown; the rest is counted. Nobody scrolls further, and each row costs at each update. */
const endedRowsMax = 50;

/** Transfers, questions, speeds and what is known of VMs, brought together as rows. */
export class TransferRows {
  private readonly book: TransferBook;
  private readonly questions: QuestionBook;
  private readonly drops: Drops;
  private readonly machines: MachineShelf;
  private readonly meters = new Map<string, SpeedMeter>();

  constructor(book: TransferBook, questions: QuestionBook, drops: Drops, machines: MachineShelf) {
    this.book = book;
    this.questions = questions;
    this.drops = drops;
    this.machines = machines;
  }

  /** A transfer changed: its speed is read, and its VM looked at once. */
  took(id: string, view: TransferView | undefined): void {
    if (!isKnown(view) || hasEnded(view)) {
      this.meters.delete(id);
      return;
    }
    const meter = this.meters.get(id) ?? new SpeedMeter();
    this.meters.set(id, meter);
    meter.add(view);
    if (view.state !== 'removing-source') void this.machines.want(view.record.request.source);
  }

  row(view: TransferView): TransferRow {
    if (!isKnown(view)) return rowOfTransfer(view);
    const { request, counters, waitsFor } = view.record;
    const asked = this.questions.factsOf(view.id);
    return rowOfTransfer(view, {
      machine: this.machines.get(request.source),
      speed: this.meters.get(view.id)?.read(counters.totalBytes),
      ...asked,
      behind: waitsFor === null ? undefined : this.nameOf(waitsFor),
    });
  }

  /** All that has not ended, and the failed ones that are asked about. */
  open(): TransferRow[] {
    const asked = this.book.endedTransfers().filter((view) => this.isAsked(view));
    const rows = [...this.book.openTransfers(), ...asked].map((view) => this.row(view));
    return orderOpenRows([...this.drops.rows((source) => this.machines.get(source)), ...rows]);
  }

  /** The newest of those that have ended, and how many more there are. */
  ended(): { readonly rows: readonly TransferRow[]; readonly hiddenCount: number } {
    const ended = this.book.endedTransfers();
    const shown: TransferView[] = [];
    for (const view of ended) {
      if (shown.length === endedRowsMax) break;
      if (!this.isAsked(view)) shown.push(view);
    }
    return {
      rows: shown.map((view) => this.row(view)),
      hiddenCount: Math.max(0, ended.length - endedRowsMax),
    };
  }

  summary(open: readonly TransferRow[]): TransferSummary {
    const isFailed = (view: TransferView) => isKnown(view) && view.state === 'failed';
    const failedCount = this.book.endedTransfers().filter(isFailed).length;
    return summaryOf(open, failedCount);
  }

  private isAsked(view: TransferView): boolean {
    const { question, isStarting } = this.questions.factsOf(view.id);
    return question !== undefined || isStarting;
  }

  private nameOf(id: string): string {
    const view = this.book.get(id);
    if (!isKnown(view)) return id;
    const { source } = view.record.request;
    return nameOfSource(source, this.machines.get(source));
  }
}
