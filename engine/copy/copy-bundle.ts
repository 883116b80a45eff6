import type { BundleScan } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError, isHopeless, SystemCallError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { asSourceError, asTargetError, stagingGone } from './blame.ts';
import { type ChosenTarget, chooseTarget } from './choose-target.ts';
import { commitCopy } from './commit-copy.ts';
import type { StreamHash } from './content-digest.ts';
import type { CopyObserver, CopyResult } from './copy-observer.ts';
import type { CopyRequest } from './copy-request.ts';
import { makeResult } from './copy-result.ts';
import { emptyCounts, type RunCounts } from './copy-run.ts';
import { enterPhase } from './enter-phase.ts';
import { tryMoveByRename } from './move-by-rename.ts';
import { PhaseClock } from './phase-clock.ts';
import { type PreparedCopy, prepareCopy } from './prepare-copy.ts';
import { requireCommitted } from './require-committed.ts';
import { inodeAt } from './resume-point.ts';
import { runCopy } from './run-copy.ts';
import { scanCopy } from './scan-copy.ts';
import { requireSamePlaces, requireUnchanged } from './source-identity.ts';
import { sweepStaging } from './staging.ts';
import { requireNoDifference, verifyCopy } from './verify-copy.ts';

/**
 * The way of one copy or move up to the moment when the copy has its name (design.md section 4, steps 1 to 8):
 *
 * 1. names; 2. a move on one volume is a rename, and done; 3. scan, probe, plan, refuse, snapshot (prepare-copy);
 * 4. copy into the staging folder, content durable; 5. what was read must still be what was scanned; 6. verify, when
 * asked; 7. commit. Removing the source of a move is the caller's next step (remove-source).
 *
 * Blocks its thread. Whatever it throws, the target name does not exist or is somebody else's. The staging folder is gone,
 * unless the request keeps it for a resume, or its volume went away with it: then a warning names it.
 *
 * @param hash given exactly when the request asks for verification
 * @throws FerryError
 */
export function copyBundle(
  fileSystem: FileSystem,
  request: CopyRequest,
  observer: CopyObserver,
  hash: StreamHash | undefined,
): CopyResult {
  try {
    return copyOrRename(fileSystem, request, observer, hash);
  } catch (thrown) {
    throw asSidedError([request.source], request.targetFolder, thrown);
  }
}

/** Most errors know their side already; what is left is told by its path. */
function asSidedError(sources: readonly string[], folder: string, thrown: unknown): unknown {
  if (!(thrown instanceof SystemCallError)) return asTargetError(folder, thrown);
  const { path } = thrown;
  const isSource = sources.some((source) => path === source || path.startsWith(`${source}/`));
  return isSource ? asSourceError(path, thrown) : asTargetError(path, thrown);
}

function copyOrRename(
  fileSystem: FileSystem,
  request: CopyRequest,
  observer: CopyObserver,
  hash: StreamHash | undefined,
): CopyResult {
  const clock = new PhaseClock();
  enterPhase(observer, 'preparing', 0);
  const renamed = request.verb === 'move' ? tryMoveByRename(fileSystem, request, observer, clock) : undefined;
  if (renamed !== undefined) return renamed;
  const chosen = chooseTarget(fileSystem, request);
  const prepared = prepareCopy(fileSystem, request, chosen, observer);
  const { plan, content, original, resume } = prepared;
  const parts = { chosen, scan: content, plan, original, clock };
  if (request.dryRun)
    return makeResult({ ...parts, counts: emptyCounts(), targetAllocatedBytes: 0, isVerified: false });
  if (resume.kind === 'committed') {
    // Of a source that has changed since, nothing is removed, and nothing can be compared.
    if (request.past !== undefined && prepared.fingerprint === request.past.scan)
      requireCommitted(
        fileSystem,
        content,
        chosen,
        request.past,
        request.verb === 'move' ? hash : undefined,
        observer,
      );
    const targetAllocatedBytes = scanCopy(fileSystem, chosen.path).allocatedBytes;
    return makeResult({
      ...parts,
      counts: emptyCounts(),
      targetAllocatedBytes,
      isVerified: hash !== undefined,
    });
  }
  try {
    const counts = buildCopy(fileSystem, chosen, prepared, observer, hash, clock);
    enterPhase(observer, 'done', 0);
    const targetAllocatedBytes = scanCopy(fileSystem, chosen.path).allocatedBytes;
    return makeResult({ ...parts, counts, targetAllocatedBytes, isVerified: hash !== undefined });
  } catch (thrown) {
    const sided = asSidedError([chosen.source, content.root], chosen.folder, thrown);
    const error = withMissingBytes(fileSystem, sided, chosen.folder, plan.neededBytes);
    if (request.keepUnfinished !== true || (error instanceof FerryError && isHopeless(error)))
      sweepAfterFailure(fileSystem, chosen.staging, observer);
    throw error;
  }
}

function buildCopy(
  fileSystem: FileSystem,
  chosen: ChosenTarget,
  prepared: PreparedCopy,
  observer: CopyObserver,
  hash: StreamHash | undefined,
  clock: PhaseClock,
) {
  const { plan, scan, content, identity, isSnapshot, isInUse, resume, fingerprint, original } = prepared;
  const { staging } = chosen;
  observer.board.set('filesTotal', plan.files.length);
  enterPhase(observer, 'copying', plan.neededBytes);
  clock.enter('copying');
  const past = resume.kind === 'staged' ? resume.past : undefined;
  let stagedInode: string | undefined;
  const rootStaged = () => {
    const inode = String(fileSystem.readFacts(staging).inode);
    stagedInode = inode;
    observer.noted({ kind: 'staged', scan: fingerprint, original, inode, isResumed: past !== undefined });
  };
  let counts: RunCounts;
  try {
    counts = runCopy({
      fileSystem,
      scan: content,
      replaced: identity?.replaced ?? new Map(),
      mayChange: isInUse,
      isSourceMapTrusted: prepared.isSourceMapTrusted,
      plan,
      staging,
      observer,
      hash,
      past,
      rootStaged,
    });
  } catch (thrown) {
    // A volume that went away in the middle shows itself by a plain "no such file" first.
    const isTarget = thrown instanceof FerryError && thrown.code === 'TARGET_FAILED';
    throw isTarget && stagedInode !== undefined && inodeAt(fileSystem, staging) === undefined
      ? stagingGone(staging, thrown)
      : thrown;
  }
  clock.enter('checking');
  const requireSource = () => {
    if (!isSnapshot) requireUnchangedUnless(isInUse, fileSystem, scan, observer);
  };
  // What is in use is looked at once, at the very end.
  if (!isInUse || hash === undefined) requireSource();
  if (hash !== undefined) {
    clock.enter('verifying');
    requireNoDifference(
      verifyCopy(fileSystem, content, staging, counts.digests, hash, observer),
      chosen.path,
    );
    requireSource();
  }
  observer.control.check();
  if (stagedInode !== undefined && inodeAt(fileSystem, staging) !== stagedInode) throw stagingGone(staging);
  clock.enter('committing');
  enterPhase(observer, 'committing', 0);
  counts.losses.push(...commitCopy(fileSystem, content, staging, chosen.path));
  observer.noted({ kind: 'committed' });
  return counts;
}

/** A source in use is expected to change; then it is told, since it is what the copy is worth. */
function requireUnchangedUnless(
  isInUse: boolean,
  fileSystem: FileSystem,
  scan: BundleScan,
  observer: CopyObserver,
): void {
  if (isInUse) requireSamePlaces(fileSystem, scan, true);
  try {
    requireUnchanged(fileSystem, scan);
  } catch (thrown) {
    if (!isInUse || !(thrown instanceof FerryError) || thrown.code !== 'SOURCE_CHANGED') throw thrown;
    observer.warned({
      code: 'CHANGED_WHILE_COPIED',
      message: `${thrown.message} The copy may not start; copy the VM again once it is shut down.`,
      ...(thrown.facts.path === undefined ? {} : { path: thrown.facts.path }),
    });
  }
}

/** Errors of the sweep must not hide why it was needed. */
function sweepAfterFailure(fileSystem: FileSystem, staging: string, observer: CopyObserver): void {
  try {
    sweepStaging(fileSystem, staging);
  } catch (thrown) {
    observer.warned({
      code: 'STAGING_LEFT',
      message: `The unfinished copy ${staging} could not be removed (${errnoOf(thrown) ?? 'unknown reason'}). Delete it by hand when its volume is back.`,
      path: staging,
    });
  }
}

/** A volume that fills up under the copy: say how much would have been needed beyond what is free now. */
function withMissingBytes(
  fileSystem: FileSystem,
  error: unknown,
  folder: string,
  neededBytes: number,
): unknown {
  if (!(error instanceof FerryError) || error.code !== 'NO_SPACE' || error.facts.bytes !== undefined)
    return error;
  const bytes = Math.max(neededBytes - fileSystem.readVolume(folder).freeBytes, 1);
  return new FerryError(
    'NO_SPACE',
    `${error.message} ${bytes.toLocaleString('en')} bytes more must be freed.`,
    error.advice,
    { ...error.facts, bytes },
  );
}
