import type { BigIntStats } from 'node:fs';
import { SystemCallError } from '../../errors.ts';
import type { EntryFacts, EntryKind } from '../file-system.ts';

/** POSIX: `st_blocks` counts 512-byte units on Linux and macOS alike (darwin-abi.json S_BLKSIZE). */
const statBlockBytes = 512n;

/**
 * The neutral facts of one bigint stat.
 *
 * @throws SystemCallError EFBIG for a file longer than 2^53 - 1 bytes: offsets are JavaScript numbers here
 */
export function nodeFacts(stats: BigIntStats, path: string): EntryFacts {
  if (stats.size > BigInt(Number.MAX_SAFE_INTEGER)) throw new SystemCallError('EFBIG', 'stat', path);
  return {
    kind: kindOf(stats),
    device: stats.dev,
    inode: stats.ino,
    linkCount: Number(stats.nlink),
    logicalBytes: Number(stats.size),
    allocatedBytes: Number(stats.blocks * statBlockBytes),
    mode: Number(stats.mode & 0o7777n),
    owner: Number(stats.uid),
    group: Number(stats.gid),
    accessedNs: stats.atimeNs,
    modifiedNs: stats.mtimeNs,
    changedNs: stats.ctimeNs,
    bornNs: stats.birthtimeNs,
    flags: 0,
    isDataless: false,
  };
}

function kindOf(stats: BigIntStats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return 'device';
  return 'unknown';
}
