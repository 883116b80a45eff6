import { accessSync, constants } from 'node:fs';

/** Whether there is such a folder and this person may write in it. */
export function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
