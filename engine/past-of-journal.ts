import type { CopyPast, FilePast } from './copy/copy-request.ts';
import type { JournalEntry } from './transfers/journal.ts';

interface GrowingFile {
  inode: string;
  flushedUntil: number;
  finished: FilePast['finished'];
  readonly segments: Map<number, string>;
}

/**
 * What a journal says was done. Only lines after the last fresh start count, and for each file only those after it was
 * last created.
 *
 * @param sourceInode from the record; empty when it is not known
 */
export function pastOfJournal(entries: readonly JournalEntry[], sourceInode: string): CopyPast {
  let past = { scan: '', original: '', stagingInode: '', sourceInode };
  let files = new Map<string, GrowingFile>();
  for (const entry of entries) {
    switch (entry.kind) {
      case 'staged':
        if (!entry.isResumed) files = new Map();
        past = { ...past, scan: entry.scan, original: entry.original, stagingInode: entry.inode };
        break;
      case 'created':
        files.set(entry.path, {
          inode: entry.inode,
          flushedUntil: 0,
          finished: undefined,
          segments: new Map(),
        });
        break;
      case 'flushed': {
        const file = files.get(entry.path);
        if (file !== undefined) file.flushedUntil = Math.max(file.flushedUntil, entry.offset);
        break;
      }
      case 'segment':
        files.get(entry.path)?.segments.set(entry.segment, entry.digest);
        break;
      case 'finished': {
        const file = files.get(entry.path);
        if (file !== undefined)
          file.finished = { copiedBytes: entry.copiedBytes, holeBytes: entry.holeBytes };
        break;
      }
      case 'committed':
        break;
    }
  }
  return { ...past, files };
}
