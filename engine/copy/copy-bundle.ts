import { type BundleScan, scanBundle } from '../bundle/scan-bundle.ts';
import { errnoOf, FerryError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { asTargetError } from './blame.ts';
import { type ChosenTarget, chooseTarget, stagingName, takenError } from './choose-target.ts';
import { commitCopy } from './commit-copy.ts';
import type { StreamHash } from './content-digest.ts';
import type { CopyObserver, CopyResult } from './copy-observer.ts';
import type { CopyRequest } from './copy-request.ts';
import { defaultHolePolicy } from './hole-policy.ts';
import { PhaseClock } from './phase-clock.ts';
import { type CopyPlan, planCopy, refusePlan } from './plan-copy.ts';
import { probeTarget } from './probe-target.ts';
import { type RunCounts, runCopy } from './run-copy.ts';
import { requireUnchanged } from './source-identity.ts';
import { sweepStaging } from './staging.ts';
import { requireNoDifference, verifyCopy } from './verify-copy.ts';
import { warnBeforeCopy } from './warn-before-copy.ts';

/**
 * The whole way of one copy (design.md section 4, without records):
 *
 * 1. names: resolve, refuse what cannot end well; 2. scan; 3. probe the target; 4. plan and refuse;
 * 5. copy into the staging folder, content durable; 6. the source must still be what was scanned;
 * 7. verify, when asked; 8. commit.
 *
 * Blocks its thread. Whatever it throws, the target name does not exist (or is somebody else's) and the staging
 * folder is gone, unless the volume went away with it: then a warning names what was left.
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
  const clock = new PhaseClock();
  observer.board.enter('preparing', 0);
  const chosen = chooseTarget(fileSystem, request);
  const scan = scanBundle(fileSystem, chosen.source);
  const plan = makePlan(fileSystem, request, chosen, scan);
  observer.planned(plan, chosen.path);
  refusePlan(plan, chosen.folder, request.allowExpansion);
  warnBeforeCopy(fileSystem, scan, plan, observer);
  if (request.dryRun) return summarize(chosen, scan, plan, emptyCounts(), 0, false, clock);
  observer.board.set('filesTotal', plan.files.length);
  observer.board.enter('copying', plan.neededBytes);
  clock.enter('copying');
  requireFreeStaging(fileSystem, chosen.staging);
  try {
    const counts = runCopy(fileSystem, scan, plan, chosen.staging, observer, hash);
    clock.enter('checking');
    requireUnchanged(fileSystem, scan);
    if (hash !== undefined) {
      clock.enter('verifying');
      requireNoDifference(
        verifyCopy(fileSystem, scan, chosen.staging, counts.digests, hash, observer),
        chosen.path,
      );
      requireUnchanged(fileSystem, scan);
    }
    observer.control.check();
    clock.enter('committing');
    observer.board.enter('committing', 0);
    counts.losses.push(...commitCopy(fileSystem, scan, chosen.staging, chosen.path));
    observer.board.enter('done', 0);
    const used = scanBundle(fileSystem, chosen.path).allocatedBytes;
    const result = summarize(chosen, scan, plan, counts, used, hash !== undefined, clock);
    return { ...result, metadataLosses: counts.losses.map((loss) => withFinalPath(loss, chosen)) };
  } catch (thrown) {
    sweepAfterFailure(fileSystem, chosen.staging, observer);
    throw withMissingBytes(fileSystem, thrown, chosen.folder, observer, plan);
  }
}

function makePlan(
  fileSystem: FileSystem,
  request: CopyRequest,
  chosen: ChosenTarget,
  scan: BundleScan,
): CopyPlan {
  const holes = request.holes ?? defaultHolePolicy(fileSystem.readVolume(chosen.source));
  const probePath = `${chosen.folder === '/' ? '' : chosen.folder}/${stagingName('probe', request.id)}`;
  const abilities = probeTarget(fileSystem, chosen.folder, probePath, scan);
  // A clone has the same holes and stored zeros as its source, so a wish to look for zeros rules it out.
  const canClone = abilities.canClone && request.holes !== 'scan';
  return planCopy(
    scan,
    canClone
      ? abilities
      : { ...abilities, canClone, cloneRefusal: abilities.cloneRefusal || 'zeros are to be found' },
    holes,
  );
}

/** What stands there is not ours, so it must not be swept when this copy fails. */
function requireFreeStaging(fileSystem: FileSystem, staging: string): void {
  try {
    fileSystem.readFacts(staging);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return;
    throw asTargetError(staging, thrown);
  }
  throw takenError(staging);
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
  thrown: unknown,
  folder: string,
  observer: CopyObserver,
  plan: CopyPlan,
): unknown {
  const error = asTargetError(folder, thrown);
  if (!(error instanceof FerryError) || error.code !== 'NO_SPACE' || error.facts.bytes !== undefined)
    return error;
  const { copiedBytes } = observer.board.read();
  const free = fileSystem.readVolume(folder).freeBytes;
  const bytes = Math.max(plan.neededBytes - free, 1);
  return new FerryError(
    'NO_SPACE',
    `${error.message} ${copiedBytes.toLocaleString('en')} bytes were written; ${bytes.toLocaleString('en')} more must be freed.`,
    error.advice,
    { ...error.facts, bytes },
  );
}

function withFinalPath<T extends { readonly path: string }>(loss: T, chosen: ChosenTarget): T {
  return loss.path.startsWith(chosen.staging)
    ? { ...loss, path: chosen.path + loss.path.slice(chosen.staging.length) }
    : loss;
}

function emptyCounts(): RunCounts {
  return { copiedBytes: 0, holeBytes: 0, holeCount: 0, clonedFiles: 0, losses: [], digests: new Map() };
}

function summarize(
  chosen: ChosenTarget,
  scan: BundleScan,
  plan: CopyPlan,
  counts: RunCounts,
  targetAllocatedBytes: number,
  isVerified: boolean,
  clock: PhaseClock,
): CopyResult {
  const { copiedBytes, holeBytes, holeCount, clonedFiles } = counts;
  return {
    source: chosen.source,
    target: chosen.path,
    plan,
    logicalBytes: scan.logicalBytes,
    allocatedBytes: scan.allocatedBytes,
    targetAllocatedBytes,
    copiedBytes,
    holeBytes,
    holeCount,
    clonedFiles,
    files: plan.files.length,
    isVerified,
    metadataLosses: counts.losses,
    ...clock.stop(),
  };
}
