import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Which folders on the way to a folder, itself included, are not there yet; outermost first. */
export function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let each = folder; !existsSync(each); each = dirname(each)) missing.unshift(each);
  return missing;
}
