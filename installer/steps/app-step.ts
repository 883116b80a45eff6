import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appIdentity } from '../app-identity.ts';
import { readBundle } from '../bundle-facts.ts';
import { InstallerError } from '../installer-error.ts';
import { mayWrite } from '../may-write.ts';
import { missingFolders } from '../missing-folders.ts';
import type { Places } from '../places.ts';
import { mustRun } from '../run-program.ts';
import { isThere, oursElsewhere } from '../take-back.ts';
import { emptyTrace, type Trace } from '../trace.ts';
import type { InstallStep, StepWorld } from './install-step.ts';

const bundleName = `${appIdentity.name}.app`;
/** A few hundred MB, perhaps from a disk image. */
const copyTimeoutMs = 10 * 60_000;

/**
 * Where the app belongs: where one of ours is already; else for everybody on this Mac, where that is allowed; else for this
 * person.
 */
export function chooseAppPlace({ systemApplications, userApplications }: Places): string {
  const candidates = [systemApplications, userApplications].map((folder) => join(folder, bundleName));
  const present = candidates.find((path) => readBundle(path)?.identifier === appIdentity.bundleIdentifier);
  if (present !== undefined) return present;
  return mayWrite(systemApplications)
    ? join(systemApplications, bundleName)
    : join(userApplications, bundleName);
}

/**
 * Puts the app in place: copied beside its place first, then renamed, and an older one is kept until all is done. So at no
 * moment is half an app there, and what runs from the older one goes on running.
 *
 * @param source the app to install
 * @param mark tells this installation's files from those of another
 */
export function appStep({ appPath, programs }: StepWorld, source: string, mark: string): InstallStep {
  const identifier = appIdentity.bundleIdentifier;
  return {
    name: 'app',
    isDone: async () => {
      const [wanted, there] = [readBundle(source), readBundle(appPath)];
      return (
        wanted !== undefined &&
        there?.identifier === identifier &&
        there.version === wanted.version &&
        there.build === wanted.build
      );
    },
    plan: async (before: Trace | undefined) => {
      refuseStrangers(source, appPath);
      const folder = dirname(appPath);
      return {
        ...emptyTrace('app'),
        folders: [...(before?.folders ?? []), ...missingFolders(folder)],
        made: [{ path: appPath, mark: { kind: 'bundle', identifier } }],
        // Not named like apps, or macOS would list them as such.
        staging: [join(folder, `.${appIdentity.name}.installing-${mark}`)],
        aside: [...(isThere(appPath) ? [appPath] : []), ...oursElsewhere(before, appPath)].map((path) => ({
          path,
          keptAt: join(dirname(path), `.${appIdentity.name}.replaced-${mark}`),
        })),
      };
    },
    apply: async (trace: Trace) => {
      const [staging] = trace.staging as [string];
      mkdirSync(dirname(appPath), { recursive: true });
      await mustRun(programs.ditto, [source, staging], { timeoutMs: copyTimeoutMs });
      if (readBundle(staging)?.identifier !== identifier) throw new Error('The app did not arrive whole.');
      for (const { path, keptAt } of trace.aside) renameSync(path, keptAt);
      renameSync(staging, appPath);
      return [];
    },
  };
}

function refuseStrangers(source: string, appPath: string): void {
  if (readBundle(source)?.identifier !== appIdentity.bundleIdentifier)
    throw new InstallerError(
      'APP_MISSING',
      `There is no ${appIdentity.name} at ${source}.`,
      'Run “npm run package:mac” first.',
      source,
    );
  if (isThere(appPath) && readBundle(appPath)?.identifier !== appIdentity.bundleIdentifier)
    throw new InstallerError(
      'FOREIGN_IN_THE_WAY',
      `${appPath} is there already, and it is another app. It was left alone.`,
      'Rename or move it, and try again.',
      appPath,
    );
}
