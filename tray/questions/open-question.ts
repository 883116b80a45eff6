import type { OwnerLock, TransferChoices } from '#engine/transfers';
import type { QuestionView } from '../contract/popover-view.ts';

/** A transfer that is not started yet: what stands in its way, and what was answered so far. */
export interface OpenQuestion {
  readonly id: string;
  /** Transfers of one group go to one folder, and are asked about once. */
  readonly group: string;
  /** Ours alone to put; undefined for a failed transfer that is tried again. */
  readonly claim: OwnerLock | undefined;
  readonly targetFolder: string | null;
  readonly choices: TransferChoices;
  readonly maySuspended: boolean;
  /** What the person is asked; undefined while the engine is asked, or while the folder panel is open. */
  readonly question: QuestionView | undefined;
  /** Preflight is under way, or the engine was started and has not taken the transfer yet. */
  readonly isStarting: boolean;
}

/** The same question with what “go on” means for it; undefined where going on is no answer. */
export function answeredGoOn(open: OpenQuestion): OpenQuestion | undefined {
  const { question, choices } = open;
  if (question?.kind === 'expansion') return { ...open, choices: { ...choices, allowExpansion: true } };
  if (question?.kind === 'running' && question.canGoOn)
    return { ...open, choices: { ...choices, evenIfRunning: true } };
  if (question?.kind === 'suspended') return { ...open, maySuspended: true };
  return undefined;
}
