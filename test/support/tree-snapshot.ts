import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every path below a folder with its kind, mode, and content or aim; the folder itself is `.`. Times are left out. */
export function treeSnapshot(root: string): Record<string, string> {
  const entries: Record<string, string> = {};
  const visit = (path: string, name: string) => {
    const stats = lstatSync(path);
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isSymbolicLink()) entries[name] = `link to ${readlinkSync(path)}`;
    else if (stats.isDirectory()) {
      entries[name] = `folder ${mode}`;
      for (const child of readdirSync(path).sort()) visit(join(path, child), `${name}/${child}`);
    } else entries[name] = `file ${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
  };
  visit(root, '.');
  return entries;
}
