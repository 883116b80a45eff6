import type { BundleScan } from '../bundle/scan-bundle.ts';
import type { ChosenTarget } from './choose-target.ts';
import type { CopyResult } from './copy-observer.ts';
import type { RunCounts } from './copy-run.ts';
import type { PhaseClock } from './phase-clock.ts';
import type { CopyPlan } from './plan-copy.ts';

/** What a result is made of. */
export interface ResultParts {
  readonly chosen: ChosenTarget;
  readonly scan: BundleScan;
  readonly plan: CopyPlan;
  readonly counts: RunCounts;
  readonly targetAllocatedBytes: number;
  readonly isVerified: boolean;
  readonly isRenamed?: boolean;
  /** Fingerprint of the source as it was copied. */
  readonly original: string;
  readonly clock: PhaseClock;
}

/** Puts a result together. Losses get their final paths: they were found in the staging folder. */
export function makeResult(parts: ResultParts): CopyResult {
  const {
    chosen,
    scan,
    plan,
    counts,
    targetAllocatedBytes,
    isVerified,
    isRenamed = false,
    original,
    clock,
  } = parts;
  const { copiedBytes, holeBytes, holeCount, clonedFiles } = counts;
  const isStaged = (path: string) => path === chosen.staging || path.startsWith(`${chosen.staging}/`);
  return {
    source: chosen.source,
    target: chosen.path,
    plan,
    isRenamed,
    isSourceRemoved: isRenamed,
    logicalBytes: scan.logicalBytes,
    allocatedBytes: scan.allocatedBytes,
    targetAllocatedBytes,
    reclaimedBytes: plan.holes === 'scan' ? Math.max(0, scan.allocatedBytes - targetAllocatedBytes) : 0,
    copiedBytes,
    holeBytes,
    holeCount,
    clonedFiles,
    files: plan.files.length,
    isVerified,
    original,
    metadataLosses: counts.losses.map((loss) =>
      isStaged(loss.path) ? { ...loss, path: chosen.path + loss.path.slice(chosen.staging.length) } : loss,
    ),
    ...clock.stop(),
  };
}
