import { closeSync, constants as nodeConstants, openSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import type { EntryFacts, MetadataLoss } from '../file-system.ts';
import { nativeError } from '../libc.ts';
import { keepingLoss } from '../portable/portable-file-system.ts';
import { constants, flagsThatLock } from './macos-abi.ts';
import type { MacosCalls } from './macos-calls.ts';

/** Attributes that the system gives and takes as it likes; their absence is no loss (darwin-abi.md §2.4). */
const ownedBySystem =
  /^com\.apple\.(provenance|macl|rootless.*|system\..*|root\.installed|lastuseddate#PS|metadata:com_apple_backup_excludeItem)$/;

/**
 * Extended attributes, then the access list, then mode, owner, times and flags: one call of copyfile each, because a
 * joint call gives up at the first attribute it may not set and then leaves out all the rest (darwin-abi.md §0.4).
 */
export function copyAttributes(
  calls: MacosCalls,
  source: string,
  target: string,
  facts: EntryFacts,
): MetadataLoss[] {
  return [
    ...attributeLosses(
      calls,
      source,
      target,
      tryCopy(calls, source, target, facts, constants.COPYFILE_XATTR),
    ),
    ...keepingLoss(target, 'access list', () =>
      copyOrThrow(calls, source, target, facts, constants.COPYFILE_ACL),
    ),
    ...statLosses(calls, source, target, facts),
  ];
}

/** Flags that forbid renaming must wait for the commit, so then mode and owner are left to the caller. */
function statLosses(calls: MacosCalls, source: string, target: string, facts: EntryFacts): MetadataLoss[] {
  if ((facts.flags & flagsThatLock) !== 0) return [];
  return keepingLoss(target, 'permissions and flags', () =>
    copyOrThrow(calls, source, target, facts, constants.COPYFILE_STAT),
  );
}

/** The error number of a failed step tells little (the loop goes on after it), so both sides are compared by name. */
function attributeLosses(
  calls: MacosCalls,
  source: string,
  target: string,
  failure: string | undefined,
): MetadataLoss[] {
  if (failure === undefined) return [];
  const kept = new Set(readAttributeNames(calls, target));
  return readAttributeNames(calls, source)
    .filter((name) => !kept.has(name) && !ownedBySystem.test(name))
    .map((name) => ({ path: target, what: `extended attribute ${name}`, reason: failure }));
}

/** Names of the entry itself; none where the volume has no attributes. */
export function readAttributeNames(calls: MacosCalls, path: string): string[] {
  const bytes = calls.listxattr(path, null, 0, constants.XATTR_NOFOLLOW);
  if (bytes <= 0) return [];
  const names = Buffer.alloc(bytes);
  const read = calls.listxattr(path, names, names.length, constants.XATTR_NOFOLLOW);
  return read <= 0 ? [] : names.toString('utf8', 0, read).split('\0').filter(Boolean);
}

function tryCopy(
  calls: MacosCalls,
  source: string,
  target: string,
  facts: EntryFacts,
  what: number,
): string | undefined {
  try {
    copyOrThrow(calls, source, target, facts, what);
    return undefined;
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === undefined) throw thrown;
    return errno;
  }
}

/** By descriptor where there is one: the path form may leave an access list entry of its own behind when it fails. */
function copyOrThrow(
  calls: MacosCalls,
  source: string,
  target: string,
  facts: EntryFacts,
  what: number,
): void {
  if (facts.kind === 'link') {
    check(calls, target, calls.copyfile(source, target, null, what | constants.COPYFILE_NOFOLLOW));
    return;
  }
  const flags = nodeConstants.O_RDONLY | nodeConstants.O_NOFOLLOW | nodeConstants.O_NONBLOCK;
  const from = openSync(source, flags);
  try {
    // Setting metadata works on descriptors opened for reading (copyfile_test/readonly_fd_test.c).
    const into = openSync(target, flags);
    try {
      check(calls, target, calls.fcopyfile(from, into, null, what));
    } finally {
      closeSync(into);
    }
  } finally {
    closeSync(from);
  }
}

function check(calls: MacosCalls, path: string, answer: number): void {
  if (answer !== 0) throw nativeError(calls.libc, calls.errnoNames, 'copyfile', path);
}
