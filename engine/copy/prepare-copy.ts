import { type NewIdentity, planNewIdentity } from '../bundle/new-identity.ts';
import { capacitiesOf, type Machine } from '../bundle/read-machine.ts';
import { type BundleScan, scanBundle } from '../bundle/scan-bundle.ts';
import { errnoOf } from '../errors.ts';
import type { FileSystem, VolumeFacts } from '../system/file-system.ts';
import { asTargetError, blameSource, blameTarget } from './blame.ts';
import { contentOf } from './changed-content.ts';
import { type ChosenTarget, requireFreeTarget, takenError } from './choose-target.ts';
import type { VolumePlace } from './copy-note.ts';
import type { CopyObserver } from './copy-observer.ts';
import type { CopyRequest } from './copy-request.ts';
import { examineSource } from './examine-source.ts';
import { folderOf } from './folder-of.ts';
import { defaultHolePolicy } from './hole-policy.ts';
import { type CopyPlan, planCopy, refusePlan } from './plan-copy.ts';
import { probePathIn, probeTarget } from './probe-target.ts';
import { refuseInUse } from './refuse-in-use.ts';
import { refuseNameCollisions } from './refuse-name-collisions.ts';
import { chooseResumePoint, inodeAt, type ResumePoint } from './resume-point.ts';
import { scanCopy } from './scan-copy.ts';
import { scanFingerprint } from './scan-fingerprint.ts';
import { snapshotSource } from './snapshot-source.ts';
import { requireSamePlaces } from './source-identity.ts';
import { sweepStaging } from './staging.ts';
import { warnAboutMachine, warnAboutUse } from './warn-about-machine.ts';
import { warnBeforeCopy } from './warn-before-copy.ts';

/** Everything that is decided before the first byte of content moves. */
export interface PreparedCopy {
  readonly plan: CopyPlan;
  /** What is read: the snapshot, if there is one, else the source. */
  readonly scan: BundleScan;
  /** What the copy is to hold: the same, but for a new identity. */
  readonly content: BundleScan;
  readonly identity: NewIdentity | undefined;
  /** Somebody uses the source, and the person wants it copied all the same. */
  readonly isInUse: boolean;
  readonly isSnapshot: boolean;
  /** The source's volume shows unflushed data in its hole maps. */
  readonly isSourceMapTrusted: boolean;
  readonly resume: ResumePoint;
  /** Fingerprints of what is read and of the source. */
  readonly fingerprint: string;
  readonly original: string;
}

/**
 * Probes, plans, refuses, takes or finds the snapshot, and decides where to go on.
 *
 * @throws FerryError for every refusal; nothing is written at the target but probes, which are gone
 */
export function prepareCopy(
  fileSystem: FileSystem,
  request: CopyRequest,
  chosen: ChosenTarget,
  observer: CopyObserver,
): PreparedCopy {
  const { source, machine, use } = examineSource(fileSystem, request, chosen.source, observer.control);
  const sourceVolume = blameSource(chosen.source, () => fileSystem.readVolume(chosen.source));
  const targetVolume = blameTarget(chosen.folder, () => fileSystem.readVolume(chosen.folder));
  observer.noted({
    kind: 'chosen',
    source: chosen.source,
    sourceInode: String(source.entries[0]?.facts.inode),
    target: chosen.path,
    staging: chosen.staging,
    sourceVolume: placeOf(fileSystem, chosen.source, sourceVolume),
    targetVolume: placeOf(fileSystem, chosen.folder, targetVolume),
  });
  const kept = findSnapshot(fileSystem, request);
  // A snapshot of an earlier run is of the time before: the guest may have been started again since.
  if (kept === undefined || request.verb === 'move')
    refuseInUse(use, request.verb ?? 'copy', request.evenIfRunning);
  const before = kept ?? { scan: source, fingerprint: scanFingerprint(source) };
  const resume = chooseResumePoint(fileSystem, request.past, before.fingerprint, chosen);
  const original = resume.kind === 'fresh' ? undefined : request.past?.original;
  if (resume.kind !== 'committed') requireFreeTarget(fileSystem, chosen);
  const identity = identityFor(fileSystem, request, source, chosen);
  const content = contentOf(source, identity);
  const plan = makePlan(fileSystem, request, chosen, content, sourceVolume, machine);
  observer.planned(plan, chosen.path);
  const prepared = (read: ReadScan): PreparedCopy => ({
    plan,
    resume,
    ...read,
    identity,
    content: read.scan === source ? content : contentOf(read.scan, identity),
    isInUse: use.kind === 'in use' && kept === undefined,
    isSnapshot: read.scan !== source,
    isSourceMapTrusted: sourceVolume.isHoleMapTrusted,
    original: original ?? (kept === undefined ? before.fingerprint : scanFingerprint(source)),
  });
  if (resume.kind === 'committed') return prepared(before);
  const staged = resume.kind === 'staged' ? stagedBytes(fileSystem, chosen.staging) : 0;
  refusePlan(plan, chosen.folder, request.allowExpansion, staged);
  warnBeforeCopy(fileSystem, source, plan, observer);
  if (machine !== undefined) warnAboutMachine(source, machine, request, observer);
  if (resume.kind === 'staged' || request.dryRun) return prepared(before);
  startOver(fileSystem, request, chosen, resume.reason, observer);
  const scan = takeSnapshot(fileSystem, request, source, plan, observer);
  if (scan !== source) requireSamePlaces(fileSystem, source, use.kind === 'in use');
  if (kept === undefined) warnAboutUse(use, scan !== source || plan.method === 'clone', observer);
  return prepared(scan === before.scan ? before : { scan, fingerprint: scanFingerprint(scan) });
}

/** A scan, with its fingerprint: to take it goes through every entry, so it is taken once. */
type ReadScan = Pick<PreparedCopy, 'scan' | 'fingerprint'>;

function makePlan(
  fileSystem: FileSystem,
  request: CopyRequest,
  chosen: ChosenTarget,
  scan: BundleScan,
  sourceVolume: VolumeFacts,
  machine: Machine | undefined,
): CopyPlan {
  const holes = request.holes ?? defaultHolePolicy(sourceVolume);
  const probePath = probePathIn(chosen.folder, request.id);
  const abilities = probeTarget(fileSystem, chosen.folder, probePath, scan);
  refuseNameCollisions(fileSystem, scan, probePath);
  // A clone has the same holes and stored zeros as its source, so a wish to look for zeros rules it out.
  const canClone = abilities.canClone && request.holes !== 'scan';
  const cloneRefusal = abilities.cloneRefusal || 'zeros are to be found';
  return planCopy(
    scan,
    canClone ? abilities : { ...abilities, canClone, cloneRefusal },
    holes,
    machine === undefined ? undefined : capacitiesOf(machine),
  );
}

function identityFor(
  fileSystem: FileSystem,
  request: CopyRequest,
  source: BundleScan,
  { path }: ChosenTarget,
): NewIdentity | undefined {
  if (request.newIdentity === undefined) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.utm$/i, '');
  return planNewIdentity(fileSystem, source, name, request.newIdentity);
}

/** The snapshot of an earlier run, if it is still there. */
function findSnapshot(fileSystem: FileSystem, request: CopyRequest): ReadScan | undefined {
  if (request.past === undefined) return undefined;
  const folder = request.snapshotFolders?.find((path) => inodeAt(fileSystem, path) !== undefined);
  if (folder === undefined) return undefined;
  const scan = scanBundle(fileSystem, folder);
  const fingerprint = scanFingerprint(scan);
  return fingerprint === request.past.scan ? { scan, fingerprint } : undefined;
}

/** The snapshot's scan, or the source's own where none is wanted, needed or possible. */
function takeSnapshot(
  fileSystem: FileSystem,
  request: CopyRequest,
  source: BundleScan,
  plan: CopyPlan,
  observer: CopyObserver,
): BundleScan {
  const device = source.entries[0]?.facts.device;
  const folder = request.snapshotFolders?.find((path) => deviceOfParent(fileSystem, path) === device);
  if (folder === undefined || plan.method === 'clone') return source;
  try {
    const answer = snapshotSource(fileSystem, source, folder, observer.control);
    if ('refused' in answer) return source;
    observer.noted({ kind: 'snapshot', path: folder });
    return answer;
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === undefined) throw thrown;
    sweepStaging(fileSystem, folder);
    observer.warned({
      code: 'NO_SNAPSHOT',
      message: `No snapshot of the source could be made (${errno}), so it must not change during the copy.`,
    });
    return source;
  }
}

/** What has the staging name bears our id, so it is ours; without an earlier run nothing may have it. */
function startOver(
  fileSystem: FileSystem,
  request: CopyRequest,
  chosen: ChosenTarget,
  reason: string,
  observer: CopyObserver,
): void {
  try {
    if (request.past === undefined) {
      if (inodeAt(fileSystem, chosen.staging) !== undefined) throw takenError(chosen.staging);
      return;
    }
    sweepStaging(fileSystem, chosen.staging);
  } catch (thrown) {
    throw asTargetError(chosen.staging, thrown);
  }
  if (reason !== '')
    observer.warned({ code: 'STARTED_OVER', message: `The copy starts over, because ${reason}.` });
}

function placeOf(fileSystem: FileSystem, path: string, volume: VolumeFacts): VolumePlace {
  return {
    uuid: volume.uuid ?? null,
    device: String(fileSystem.readFacts(path).device),
    mountPoint: volume.mountPoint,
  };
}

function stagedBytes(fileSystem: FileSystem, staging: string): number {
  return scanCopy(fileSystem, staging).allocatedBytes;
}

function deviceOfParent(fileSystem: FileSystem, path: string): bigint | undefined {
  try {
    return fileSystem.readFacts(folderOf(path)).device;
  } catch {
    // A place that cannot be looked at is no place for a snapshot.
    return undefined;
  }
}
