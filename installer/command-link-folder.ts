import { join } from 'node:path';
import { mayWrite } from './may-write.ts';
import type { Places } from './places.ts';

/**
 * Where a link for the terminal is best put: the first folder for such things in which this person may write and a terminal
 * looks; else the one in their home that most systems know, which is made.
 *
 * @param searchPath PATH of a terminal. An app that Finder started has a shorter one; then the home is answered.
 */
export function suggestCommandLinkFolder({ home }: Pick<Places, 'home'>, searchPath: string): string {
  const folders = ['/usr/local/bin', '/opt/homebrew/bin', join(home, '.local/bin'), join(home, 'bin')];
  const looked = searchPath.split(':');
  return folders.find((folder) => looked.includes(folder) && mayWrite(folder)) ?? join(home, '.local/bin');
}
