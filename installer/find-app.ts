import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appIdentity } from './app-identity.ts';
import { readBundle } from './bundle-facts.ts';
import type { Places } from './places.ts';

/** The app that a program inside of it belongs to, else the installed one; undefined when there is neither. */
export function findApp(
  programFolder: string,
  { systemApplications, userApplications }: Places,
): string | undefined {
  const around = /^(.*\.app)\/Contents\/Resources\/engine$/.exec(programFolder)?.[1];
  if (around !== undefined && existsSync(around)) return around;
  return [systemApplications, userApplications]
    .map((folder) => join(folder, `${appIdentity.name}.app`))
    .find((path) => readBundle(path)?.identifier === appIdentity.bundleIdentifier);
}
