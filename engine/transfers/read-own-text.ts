import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { SystemCallError } from '../errors.ts';

/**
 * Reads a file of the state folder. What lies there may have been put there by somebody else: a link is not followed, a FIFO
 * not waited for, and something huge not read.
 *
 * @throws SystemCallError EFTYPE (no plain file), EFBIG; the error of node:fs, for example ENOENT or ELOOP
 */
export function readOwnText(path: string, bytesMax: number): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const facts = fstatSync(fd);
    if (!facts.isFile()) throw new SystemCallError('EFTYPE', 'open', path);
    if (facts.size > bytesMax) throw new SystemCallError('EFBIG', 'open', path);
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

/** For appending to such a file, with the same care. */
export const appendFlags =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
