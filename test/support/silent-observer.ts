import { Control } from '../../engine/copy/control.ts';
import type { CopyNote } from '../../engine/copy/copy-note.ts';
import type { CopyObserver, Warning } from '../../engine/copy/copy-observer.ts';
import type { CopyPlan } from '../../engine/copy/plan-copy.ts';
import { ProgressBoard } from '../../engine/copy/progress-board.ts';

/** An observer that remembers what it was told. */
export interface RememberingObserver extends CopyObserver {
  readonly warnings: Warning[];
  readonly plans: CopyPlan[];
  readonly notes: CopyNote[];
}

export function rememberingObserver(): RememberingObserver {
  const warnings: Warning[] = [];
  const plans: CopyPlan[] = [];
  const notes: CopyNote[] = [];
  return {
    warnings,
    plans,
    control: new Control(),
    board: new ProgressBoard(),
    planned: (plan) => void plans.push(plan),
    warned: (warning) => void warnings.push(warning),
    noted: (note) => void notes.push(note),
    notes,
  };
}
