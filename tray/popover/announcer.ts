import type { PopoverView, RowState } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';

/** Speech that comes more often than this is noise (reference: an ARIA live region is not a progress bar, WCAG ARIA25). */
const gapMs = 10_000;
/** More rows than this are counted and not read out. */
const sentencesMax = 3;

type News =
  | { readonly kind: 'state'; readonly name: string; readonly state: RowState }
  | { readonly kind: 'progress'; readonly name: string; readonly quarter: number };

interface Known {
  state: string;
  quarter: number;
}

/**
 * Decides what is said aloud: changes of state, and each quarter of the way. Never more than one sentence in ten seconds; what
 * is newer replaces what has not been said yet.
 */
export class Announcer {
  private readonly known = new Map<string, Known>();
  private readonly pending = new Map<string, News>();
  private lastAtMs = Number.NEGATIVE_INFINITY;
  private isFirst = true;

  hearView(view: PopoverView): void {
    for (const { id, name, state, doneBytes, totalBytes } of view.transfers) {
      const quarter = totalBytes > 0 ? Math.floor((doneBytes / totalBytes) * 4) : 0;
      const known = this.known.get(id);
      // What was there when the page opened is read from the list.
      if (known === undefined) {
        this.known.set(id, { state: this.isFirst ? state : '', quarter });
        if (!this.isFirst) this.hearState(id, name, state);
        continue;
      }
      if (known.state !== state) this.hearState(id, name, state);
      else if (quarter > known.quarter && quarter < 4 && state === 'copying')
        this.pending.set(id, { kind: 'progress', name, quarter });
      known.quarter = quarter;
    }
    this.isFirst = false;
  }

  /** The same from the main process, which may know first. */
  hearState(id: string, name: string, state: string): void {
    const known = this.known.get(id);
    if (known?.state === state) return;
    this.known.set(id, { state, quarter: known?.quarter ?? 0 });
    if (isWorthSaying(state)) this.pending.set(id, { kind: 'state', name, state });
  }

  /**
   * @param nowMs of a clock that never goes back
   * @returns what to say now, or how long to wait before asking again
   */
  next(nowMs: number, words: Words): { readonly say: string | null; readonly waitMs: number | null } {
    if (this.pending.size === 0) return { say: null, waitMs: null };
    const waitMs = this.lastAtMs + gapMs - nowMs;
    if (waitMs > 0) return { say: null, waitMs };
    const news = [...this.pending.values()];
    this.pending.clear();
    this.lastAtMs = nowMs;
    const say =
      news.length > sentencesMax
        ? words.popover.manyChanged(news.length)
        : news
            .map((each) =>
              each.kind === 'state'
                ? words.rows.announce(each.name, each.state)
                : words.rows.announceProgress(each.name, words.amounts.percent(each.quarter / 4)),
            )
            .join('. ');
    return { say, waitMs: null };
  }
}

/** The steps between copying and the end pass by themselves, and a state that is not known has no name. */
const saidAloud: ReadonlySet<string> = new Set<RowState>([
  'needs-target',
  'queued',
  'copying',
  'verifying',
  'done',
  'paused',
  'failed',
  'cancelled',
  'interrupted',
]);
function isWorthSaying(state: string): state is RowState {
  return saidAloud.has(state);
}
