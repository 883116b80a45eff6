import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { missingFolders } from '../missing-folders.ts';
import { emptyTrace } from '../trace.ts';
import type { InstallStep, StepWorld } from './install-step.ts';

/** Where transfers are written down, and what was installed: for nobody else to look into. */
export function stateFolderStep({ places: { state } }: StepWorld): InstallStep {
  return {
    name: 'state-folder',
    isDone: async () => existsSync(state),
    plan: async () => ({ ...emptyTrace('state-folder'), folders: missingFolders(state) }),
    apply: async () => {
      mkdirSync(state, { recursive: true });
      chmodSync(state, 0o700);
      return [];
    },
  };
}
