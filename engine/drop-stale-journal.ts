import { basename, join } from 'node:path';
import type { CopyRequest } from './copy/copy-request.ts';
import { inodeAt } from './copy/resume-point.ts';
import type { OwnedTransfer } from './owned-transfer.ts';
import { journalFileName } from './transfers/journal.ts';
import { replaceFile } from './transfers/replace-file.ts';

/**
 * Empties a journal whose staging folder is gone, before a new one is made: the new one and its files may get the very inodes of
 * the old ones, and after a sudden end the old lines would then speak of content that was never written.
 */
export function dropStaleJournal({ folder, fileSystem, keeper }: OwnedTransfer, request: CopyRequest): void {
  const { past, targetFolder } = request;
  if (past === undefined || past.scan === '') return;
  const { staging, target } = keeper.record;
  const isThere = [staging, target].some(
    (path) => path !== null && inodeAt(fileSystem, join(targetFolder, basename(path))) === past.stagingInode,
  );
  if (!isThere) replaceFile(join(folder, journalFileName), '');
}
