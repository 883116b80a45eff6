import type { RowAction, RowState } from '../contract/popover-view.ts';

/** What can be done with a transfer in a state, in the order of the buttons. */
export function actionsOf(state: RowState, facts: ActionFacts): readonly RowAction[] {
  switch (state) {
    case 'needs-target':
    case 'queued':
      return ['cancel'];
    case 'preparing':
    case 'copying':
    case 'flushing':
    case 'verifying':
    case 'committing':
      return ['pause', 'cancel'];
    case 'removing-source':
      // Copy and original are both whole: there is nothing left to take back.
      return [];
    case 'paused':
      return ['continue', 'cancel'];
    case 'interrupted':
      return ['resume', 'cancel'];
    case 'failed':
      return [facts.canResume ? 'resume' : 'retry', 'show-source', 'copy-details', 'clear'];
    case 'done':
      return facts.hasTarget ? ['show-target', 'open-target', 'clear'] : ['clear'];
    case 'cancelled':
    case 'damaged':
      return ['clear'];
    case 'newer':
      return [];
  }
}

export interface ActionFacts {
  /** Something was kept that a resume goes on with. */
  readonly canResume: boolean;
  readonly hasTarget: boolean;
}
