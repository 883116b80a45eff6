import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { appIdentity } from '../app-identity.ts';
import type { MacPrograms } from '../mac-programs.ts';
import { mustRun } from '../run-program.ts';
import type { Architecture } from './mach-o.ts';
import type { Signing } from './sign-app.ts';

/** Apple answers within minutes, and says that it can take longer. */
const notaryTimeoutMs = 60 * 60_000;
/** Packing 400 MB takes seconds; a slow drive gets its time. */
const archiveTimeoutMs = 15 * 60_000;

/**
 * Has Apple look at a signed app and fastens the answer to it, so that it opens on a Mac without a network.
 *
 * @throws Error when Apple refuses
 */
export async function notariseApp(
  app: string,
  { notaryProfile }: Signing,
  programs: MacPrograms,
  workFolder: string,
): Promise<void> {
  if (notaryProfile === undefined) return;
  const archive = join(workFolder, 'for-apple.zip');
  await zip(app, archive, programs);
  const words = ['notarytool', 'submit', archive, '--keychain-profile', notaryProfile, '--wait'];
  await mustRun(programs.xcrun, words, { timeoutMs: notaryTimeoutMs });
  await mustRun(programs.xcrun, ['stapler', 'staple', app], { timeoutMs: archiveTimeoutMs });
  rmSync(archive);
}

/**
 * Makes what people download: a zip archive, and a disk image with the app beside a link to Applications.
 *
 * @returns paths of both
 */
export async function archiveApp(
  app: string,
  architecture: Architecture,
  programs: MacPrograms,
  folder: string,
  workFolder: string,
): Promise<string[]> {
  const name = join(
    folder,
    `${appIdentity.name.replaceAll(' ', '-')}-${appIdentity.version}-${architecture}`,
  );
  const archives = [`${name}.zip`, `${name}.dmg`] as const;
  for (const archive of archives) rmSync(archive, { force: true });
  await zip(app, archives[0], programs);
  const picture = join(workFolder, 'disk-image');
  rmSync(picture, { recursive: true, force: true });
  mkdirSync(picture);
  symlinkSync('/Applications', join(picture, 'Applications'));
  const inside = join(picture, basename(app));
  renameSync(app, inside);
  try {
    const words = [
      'create',
      '-volname',
      appIdentity.name,
      '-srcfolder',
      picture,
      '-format',
      'UDZO',
      '-ov',
      archives[1],
    ];
    await mustRun(programs.hdiutil, words, { timeoutMs: archiveTimeoutMs });
  } finally {
    renameSync(inside, app);
  }
  return [...archives];
}

async function zip(app: string, archive: string, programs: MacPrograms): Promise<void> {
  await mustRun(programs.ditto, ['-c', '-k', '--keepParent', app, archive], { timeoutMs: archiveTimeoutMs });
}
