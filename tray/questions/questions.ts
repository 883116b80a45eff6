import {
  claimQuestion,
  isLock,
  readTransfer,
  type TransferChoices,
  type TransferView,
} from '#engine/transfers';
import type { Answer, QuestionView } from '../contract/popover-view.ts';
import type { Engine } from '../engine/find-engine.ts';
import { askPreflight, ownFailure } from '../engine/preflight.ts';
import { canGoOn } from '../transfers/can-go-on.ts';
import { isKnown, type KnownTransfer, madeAtMs } from '../transfers/known-transfer.ts';
import type { TransferBook } from '../transfers/transfer-book.ts';
import { answeredGoOn, type OpenQuestion } from './open-question.ts';
import type { QuestionBook } from './question-book.ts';
import { beginAnew, forgetTransfer, goOnWith, startTransfer } from './start-transfer.ts';

/** The transfers of one right-click are written one after the other; this long after the last one, all are there. */
const gatherMs = 150;
/** What is older was asked for before the app ran: a panel that opens by itself would come out of nowhere. */
const freshMs = 60_000;

export interface QuestionsHost {
  readonly state: string;
  readonly book: TransferBook;
  engine(): Engine | undefined;
  /** What the settings say about a transfer that is started here. */
  choices(): TransferChoices;
  /** Opens the folder panel; undefined when it was cancelled. */
  chooseFolder(transfers: readonly KnownTransfer[]): Promise<string | undefined>;
  /** The person has just acted and is asked back: show it. */
  reveal(id: string): void;
  /** A question stands that nobody has just caused: tell it. */
  waits(id: string): void;
}

/**
 * The way of a transfer from “where to?” to its engine:
 *
 * 1. it is seen in `needs-target`, and its question claimed, so that nobody else asks; 2. the folder panel, one for a group;
 * 3. preflight: what the engine would refuse becomes a question with plain answers; 4. the target and the answers go into
 * the control file, and an engine is started. The claim ends when the engine has taken the transfer.
 */
export class Questions {
  private readonly host: QuestionsHost;
  private readonly open: QuestionBook;
  private readonly gathering = new Map<string, NodeJS.Timeout>();
  private panels: Promise<void> = Promise.resolve();
  private panelCount = 0;

  constructor(host: QuestionsHost, open: QuestionBook) {
    this.host = host;
    this.open = open;
  }

  /** Whether a folder panel is up, or will be in a moment. */
  get isAsking(): boolean {
    return this.panelCount > 0 || this.gathering.size > 0;
  }

  /** A transfer changed, came or went, or is looked at again. */
  took(id: string, view: TransferView | undefined): void {
    if (isKnown(view)) this.notice(view);
    else this.open.settle(id);
  }

  private notice(view: KnownTransfer): void {
    const { id, state, record } = view;
    const open = this.open.get(id);
    if (state !== 'needs-target') {
      // A failed one that is tried again stays failed until its engine has taken it.
      if (open?.claim !== undefined || state !== 'failed') this.open.settle(id);
      return;
    }
    if (open !== undefined) return;
    const claim = claimQuestion(this.host.state, id);
    // The Quick Action, or another app of ours, asks already.
    if (!isLock(claim)) return;
    const isFresh = Date.now() - madeAtMs(id) < freshMs;
    const group = record.request.group ?? id;
    this.open.put({
      ...unanswered,
      id,
      group,
      claim,
      question: isFresh ? undefined : { kind: 'target', count: 1 },
    });
    if (isFresh) this.gather(group);
    else this.host.waits(id);
  }

  /** Tries a failed transfer again: goes on where something was kept, else asks preflight first. */
  retry(view: KnownTransfer): void {
    const { id, record } = view;
    const { targetFolder, allowExpansion, evenIfRunning } = record.request;
    const engine = this.host.engine();
    if (engine === undefined || this.open.get(id)?.isStarting === true) return;
    if (canGoOn(record) || targetFolder === null) {
      void goOnWith(this.host.state, engine, id);
      return;
    }
    const choices = { allowExpansion, evenIfRunning };
    this.open.put({ ...unanswered, id, group: id, claim: undefined, targetFolder, choices });
    void this.begin(id);
  }

  answer(id: string, answer: Answer): void {
    const open = this.open.get(id);
    if (open === undefined || open.isStarting) return;
    if (answer === 'choose-target') this.chooseFor(this.askedWith(open));
    else if (answer === 'give-up') this.giveUp(this.askedWith(open));
    else if (answer === 'try-again') void this.begin(id);
    else if (answer === 'go-on') {
      const answered = answeredGoOn(open);
      if (answered === undefined) return;
      this.open.put(answered);
      void this.begin(id);
    }
  }

  /** The person does not want it any more, whatever was asked. One of a group goes alone. */
  cancel(id: string): void {
    if (this.open.get(id)?.isStarting !== true) this.giveUp([id]);
  }

  /** Ids that one answer decides: the whole group for “where to?”, else the one. */
  private askedWith(open: OpenQuestion): string[] {
    return open.question?.kind === 'target' ? this.open.undecided(open.group) : [open.id];
  }

  private gather(group: string): void {
    clearTimeout(this.gathering.get(group));
    const timer = setTimeout(() => {
      this.gathering.delete(group);
      this.chooseFor(this.open.undecided(group));
    }, gatherMs);
    this.gathering.set(group, timer);
  }

  /** One panel at a time, in the order in which they were wanted. */
  private chooseFor(ids: readonly string[]): void {
    this.panelCount++;
    this.panels = this.panels
      .then(() => this.showPanel(ids))
      .catch(() => undefined)
      .finally(() => {
        this.panelCount--;
      });
  }

  private async showPanel(wanted: readonly string[]): Promise<void> {
    const views = wanted.flatMap((id) => {
      const view = this.host.book.get(id);
      return isKnown(view) && this.open.get(id) !== undefined ? view : [];
    });
    if (views.length === 0) return;
    const hadQuestion = views.some(({ id }) => this.open.get(id)?.question !== undefined);
    const folder = await this.host.chooseFolder(views);
    const ids = views.map(({ id }) => id);
    // Cancelled: who was asked for the first time wants no copy; who came back from a question finds it where it was.
    if (folder === undefined) {
      if (!hadQuestion) this.giveUp(ids);
      return;
    }
    for (const id of ids.map((each) => this.withoutTarget(each))) {
      this.open.change(id, { targetFolder: folder, choices: {}, question: undefined });
      await this.begin(id);
    }
  }

  /** A transfer that had a target keeps it: another folder means another transfer. */
  private withoutTarget(id: string): string {
    const view = this.host.book.get(id);
    if (!isKnown(view) || view.record.request.targetFolder === null) return id;
    const anew = beginAnew(this.host.state, id);
    this.open.settle(id);
    if (anew === undefined) return id;
    const claim = claimQuestion(this.host.state, anew);
    this.open.put({
      ...unanswered,
      id: anew,
      group: anew,
      claim: isLock(claim) ? claim : undefined,
      isStarting: true,
    });
    return anew;
  }

  private async begin(id: string): Promise<void> {
    const open = this.open.change(id, { question: undefined, isStarting: true });
    const { state } = this.host;
    const view = readTransfer(state, id);
    const engine = this.host.engine();
    if (open === undefined || open.targetFolder === null || !isKnown(view)) return this.open.settle(id);
    if (engine === undefined) return this.stop(id, refused('ENGINE_MISSING'));
    const { targetFolder, choices, maySuspended } = open;
    const { verb, source, name } = view.record.request;
    const question = await askPreflight(engine, { verb, source, targetFolder, name, choices, maySuspended });
    if (question !== undefined) return this.stop(id, question);
    const exitCode = startTransfer(state, engine, id, targetFolder, { ...this.host.choices(), ...choices });
    void exitCode.then(() => this.engineEnded(id));
  }

  private stop(id: string, question: QuestionView): void {
    if (this.open.change(id, { question, isStarting: false }) !== undefined) this.host.reveal(id);
  }

  /** An engine that took the transfer has settled the question; one that did not could not be run. */
  private engineEnded(id: string): void {
    const view = readTransfer(this.host.state, id);
    if (this.open.get(id)?.isStarting !== true) return;
    if (isKnown(view) && view.state !== 'needs-target') this.open.settle(id);
    else this.stop(id, refused('ENGINE_FAILED'));
  }

  private giveUp(ids: readonly string[]): void {
    for (const id of ids) {
      const open = this.open.get(id);
      const isFailed = open !== undefined && open.claim === undefined;
      this.open.settle(id);
      // A failed transfer that was tried again stays what it was.
      if (!isFailed) void forgetTransfer(this.host.state, this.host.engine(), id);
    }
  }
}

const unanswered = {
  targetFolder: null,
  choices: {},
  maySuspended: false,
  question: undefined,
  isStarting: false,
} as const;

function refused(code: 'ENGINE_MISSING' | 'ENGINE_FAILED'): QuestionView {
  return { kind: 'refused', failure: ownFailure(code) };
}
