import { mkdirSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appIdentity, launcherInApp } from '../app-identity.ts';
import { InstallerError } from '../installer-error.ts';
import { missingFolders } from '../missing-folders.ts';
import { isThere, oursElsewhere } from '../take-back.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import type { InstallStep, Note, StepWorld } from './install-step.ts';

const commandName = 'ferry';

/**
 * Lets a terminal find `ferry`: a link to the launcher inside the app.
 *
 * @param folder where it is put
 * @param searchPath PATH of the terminal, to say when it does not look there
 */
export function commandLinkStep(
  { appPath }: StepWorld,
  folder: string,
  mark: string,
  searchPath: string = process.env.PATH ?? '',
): InstallStep {
  const path = join(folder, commandName);
  const aim = join(appPath, launcherInApp);
  return {
    name: 'command-link',
    isDone: async () => aimOf(path) === aim,
    plan: async (before: Trace | undefined) => {
      const old = aimOf(path);
      const isStranger = isThere(path) && old?.endsWith(`/${appIdentity.name}.app/${launcherInApp}`) !== true;
      if (isStranger)
        throw new InstallerError(
          'FOREIGN_IN_THE_WAY',
          `There is another program called ${commandName} at ${path}. It was left alone.`,
          'Choose another folder for it, or go without it: the Quick Actions do not need it.',
          path,
        );
      return {
        ...emptyTrace('command-link'),
        folders: [...(before?.folders ?? []), ...missingFolders(folder)],
        made: [{ path, mark: { kind: 'link', aim } }],
        aside: [...(isThere(path) ? [path] : []), ...oursElsewhere(before, path)].map((each) => ({
          path: each,
          keptAt: join(dirname(each), `.${commandName}.replaced-${mark}`),
        })),
      };
    },
    apply: async (trace: Trace) => {
      mkdirSync(folder, { recursive: true });
      for (const aside of trace.aside) renameSync(aside.path, aside.keptAt);
      symlinkSync(aim, path);
      return searchPath.split(':').includes(folder) ? [] : [notOnPath(folder)];
    },
  };
}

function notOnPath(folder: string): Note {
  return {
    code: 'NOT_ON_PATH',
    message: `Your terminal does not look for programs in ${folder}. Add it to PATH, or call ${join(folder, commandName)}.`,
  };
}

function aimOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
