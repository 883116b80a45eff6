import type { QuestionView } from '../contract/popover-view.ts';
import type { OpenQuestion } from './open-question.ts';

/** What a row shows of a question. */
export interface QuestionFacts {
  readonly question: QuestionView | undefined;
  readonly isStarting: boolean;
  readonly chosenFolder: string | null;
}

const nothing: QuestionFacts = { question: undefined, isStarting: false, chosenFolder: null };

/** The questions that are open now, by the id of their transfer. */
export class QuestionBook {
  private readonly open = new Map<string, OpenQuestion>();
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  get(id: string): OpenQuestion | undefined {
    return this.open.get(id);
  }

  put(question: OpenQuestion): void {
    this.open.set(question.id, question);
    this.changed();
  }

  /** Changes one that is still open; one that was settled meanwhile stays so. */
  change(id: string, change: Partial<OpenQuestion>): OpenQuestion | undefined {
    const before = this.open.get(id);
    if (before === undefined) return undefined;
    const after = { ...before, ...change };
    this.put(after);
    return after;
  }

  /** It is answered for good, or its transfer is gone. */
  settle(id: string): void {
    const question = this.open.get(id);
    if (question === undefined) return;
    this.open.delete(id);
    try {
      question.claim?.release();
    } catch {
      // Its folder was cleared, and the claim with it.
    }
    this.changed();
  }

  /** Ids of a group whose folder is not chosen, oldest first. */
  undecided(group: string): string[] {
    return [...this.open.values()]
      .filter((each) => each.group === group && each.targetFolder === null)
      .map(({ id }) => id)
      .sort();
  }

  /** One row speaks for its group. */
  factsOf(id: string): QuestionFacts {
    const open = this.open.get(id);
    if (open === undefined) return nothing;
    const { question, isStarting, group, targetFolder: chosenFolder } = open;
    if (question?.kind !== 'target') return { question, isStarting, chosenFolder };
    const ids = this.undecided(group);
    const asked: QuestionView | undefined = ids[0] === id ? { kind: 'target', count: ids.length } : undefined;
    return { question: asked, isStarting, chosenFolder };
  }

  /** How many rows wait for an answer. */
  count(): number {
    return [...this.open.keys()].filter((id) => this.factsOf(id).question !== undefined).length;
  }
}
