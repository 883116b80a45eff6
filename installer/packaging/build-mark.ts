import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathsBelow } from './find-faults.ts';

/** Key in Info.plist under which an app says what it was made of. */
export const buildMarkKey = 'VMFerryBuild';

/**
 * A mark of everything of ours in an app. Two builds of one version differ by it, so that an installation knows whether there
 * is anything to do.
 */
export function buildMark(app: string): string {
  const resources = join(app, 'Contents/Resources');
  const digest = createHash('sha256');
  for (const path of pathsBelow(resources).sort()) {
    const content = readFileSync(join(resources, path));
    digest.update(`${path}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex').slice(0, 16);
}
