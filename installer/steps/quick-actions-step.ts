import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildQuickAction,
  findQuickActions,
  installQuickAction,
  type Language,
  type QuickAction,
  verbs,
} from '../../quick-action/index.ts';
import { appIdentity, launcherInApp } from '../app-identity.ts';
import { InstallerError } from '../installer-error.ts';
import { missingFolders } from '../missing-folders.ts';
import { refreshServicesMenu } from '../services-menu.ts';
import { isOurs, isThere } from '../take-back.ts';
import { emptyTrace, type Mark, type Trace } from '../trace.ts';
import type { InstallStep, StepWorld } from './install-step.ts';

export type QuickActionLanguage = Language;

/** The Quick Actions as they are to be for an app at this place. */
export function quickActionsFor(appPath: string, language: Language): QuickAction[] {
  const { bundleIdentifier } = appIdentity;
  return verbs.map((verb) =>
    buildQuickAction({ verb, language, launcherPath: join(appPath, launcherInApp), bundleIdentifier }),
  );
}

/**
 * Puts the Quick Actions into this person's Services, and tells macOS to look. Those of ours that are there, in another
 * language or for an app elsewhere, make way.
 *
 * @param mark tells this installation's files from those of another
 */
export function quickActionsStep(
  { places: { services }, programs, appPath }: StepWorld,
  language: Language,
  mark: string,
): InstallStep {
  const wanted = quickActionsFor(appPath, language);
  const present = () => findQuickActions(services, appIdentity.bundleIdentifier);
  return {
    name: 'quick-actions',
    isDone: async () =>
      present().length === wanted.length &&
      wanted.every(({ fileName, files }) =>
        [...files].every(([name, text]) => isText(join(services, fileName, name), text)),
      ),
    plan: async (before: Trace | undefined) => {
      const made = wanted.map(({ fileName, identifier }) => ({
        path: join(services, fileName),
        mark: { kind: 'bundle', identifier } satisfies Mark,
      }));
      for (const { path, mark: ours } of made)
        if (isThere(path) && !isOurs(path, ours)) throw strangerAt(path);
      return {
        ...emptyTrace('quick-actions'),
        folders: [...(before?.folders ?? []), ...missingFolders(services)],
        made,
        // Not named like workflows, or macOS would offer them as well.
        aside: present().map(({ path }, index) => ({
          path,
          keptAt: join(services, `.${appIdentity.name}.replaced-${mark}-${index}`),
        })),
      };
    },
    apply: async (trace: Trace) => {
      mkdirSync(services, { recursive: true });
      for (const { path, keptAt } of trace.aside) renameSync(path, keptAt);
      for (const quickAction of wanted) {
        const answer = installQuickAction(quickAction, services);
        if (answer.kind === 'refused') throw strangerAt(answer.path);
      }
      return refreshServicesMenu(programs);
    },
  };
}

function strangerAt(path: string): InstallerError {
  return new InstallerError(
    'FOREIGN_IN_THE_WAY',
    `There is a Quick Action of that name already that is not VM Ferry’s: ${path}. It was left alone.`,
    'Rename it or move it elsewhere, and try again.',
    path,
  );
}

function isText(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}
