import { readUse } from '../bundle/read-use.ts';
import { inFolder, scanBundle } from '../bundle/scan-bundle.ts';
import { errnoOf } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { blameTarget } from './blame.ts';
import { type ChosenTarget, chooseTarget, nameOf, requireFreeTarget, takenError } from './choose-target.ts';
import type { CopyObserver, CopyResult } from './copy-observer.ts';
import type { CopyRequest } from './copy-request.ts';
import { makeResult } from './copy-result.ts';
import { emptyCounts } from './copy-run.ts';
import { enterPhase } from './enter-phase.ts';
import { folderOf } from './folder-of.ts';
import type { PhaseClock } from './phase-clock.ts';
import type { CopyPlan } from './plan-copy.ts';
import { planRename } from './plan-rename.ts';
import { refuseInUse } from './refuse-in-use.ts';
import { inodeAt } from './resume-point.ts';
import { scanFingerprint } from './scan-fingerprint.ts';

/**
 * Moves on one volume: the bundle gets another name, at once and whole, or nothing happens.
 *
 * @returns false when the system will not rename from one folder into the other
 * @throws FerryError TARGET_EXISTS, TARGET_FAILED
 */
function moveByRename(fileSystem: FileSystem, chosen: ChosenTarget): boolean {
  return blameTarget(chosen.path, () => {
    try {
      if (fileSystem.tryRename(chosen.source, chosen.path) === 'taken') throw takenError(chosen.path);
    } catch (thrown) {
      // Two mounts of one volume have one device and yet do not rename into each other (rename(2) EXDEV).
      if (errnoOf(thrown) === 'EXDEV') return false;
      throw thrown;
    }
    fileSystem.flushFolder(chosen.folder);
    fileSystem.flushFolder(folderOf(chosen.source));
    return true;
  });
}

/** Undefined when it has to be copied. Knows a rename of an earlier run that was finished but not recorded. */
export function tryMoveByRename(
  fileSystem: FileSystem,
  request: CopyRequest,
  observer: CopyObserver,
  clock: PhaseClock,
): CopyResult | undefined {
  const done = findFinishedMove(fileSystem, request);
  const chosen = done?.chosen ?? chooseTarget(fileSystem, request);
  if (done === undefined && mustBeCopied(fileSystem, request, chosen)) return undefined;
  const scan = scanBundle(fileSystem, done === undefined ? chosen.source : chosen.path);
  const isRenamed = done?.isRenamed ?? true;
  const renamePlan = planRename(fileSystem, scan, chosen.folder);
  const plan: CopyPlan = isRenamed
    ? renamePlan
    : { ...renamePlan, method: 'sparse', reason: 'copied and verified by an earlier run' };
  const result = () =>
    makeResult({
      chosen,
      scan,
      plan,
      original: scanFingerprint(scan),
      clock,
      counts: emptyCounts(),
      targetAllocatedBytes: scan.allocatedBytes,
      isVerified: !isRenamed,
      isRenamed,
    });
  if (done !== undefined) return result();
  requireFreeTarget(fileSystem, chosen);
  refuseInUse(readUse(fileSystem, scan), 'move');
  observer.planned(plan, chosen.path);
  if (request.dryRun) return result();
  const inode = String(scan.entries[0]?.facts.inode);
  const { uuid, mountPoint } = plan.targetVolume;
  const place = { uuid: uuid ?? null, device: String(scan.entries[0]?.facts.device), mountPoint };
  observer.noted({
    kind: 'chosen',
    source: chosen.source,
    sourceInode: inode,
    target: chosen.path,
    staging: chosen.staging,
    sourceVolume: place,
    targetVolume: place,
  });
  enterPhase(observer, 'committing', 0);
  if (!moveByRename(fileSystem, chosen)) return undefined;
  observer.noted({ kind: 'committed' });
  enterPhase(observer, 'done', 0);
  return result();
}

/** Across volumes, and when an earlier run has begun to copy. */
function mustBeCopied(
  fileSystem: FileSystem,
  request: CopyRequest,
  { source, folder }: ChosenTarget,
): boolean {
  const isAcross = fileSystem.readFacts(source).device !== fileSystem.readFacts(folder).device;
  return isAcross || (request.past?.scan ?? '') !== '';
}

/**
 * A move whose source has left its name already: renamed, or copied and on its way out. Told by the inode of what has the
 * target's name.
 */
function findFinishedMove(
  fileSystem: FileSystem,
  { past, ...request }: CopyRequest,
): { chosen: ChosenTarget; isRenamed: boolean } | undefined {
  if (past === undefined || inodeAt(fileSystem, request.source) !== undefined) return undefined;
  const folder = fileSystem.resolve(request.targetFolder);
  const path = inFolder(folder, nameOf(request, request.source));
  const inode = inodeAt(fileSystem, path);
  if (inode === undefined || (inode !== past.sourceInode && inode !== past.stagingInode)) return undefined;
  return {
    chosen: { source: request.source, folder, path, staging: '' },
    isRenamed: inode === past.sourceInode,
  };
}
