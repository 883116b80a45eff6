import type { BundleDescription, CopyPlan, FerryError, ReclaimReport, Warning } from '#engine';

/** What `ferry inspect` found out: always the bundle, and what else was asked for. */
export interface Inspection {
  readonly bundle: BundleDescription;
  /** With --zeros. */
  readonly reclaim: ReclaimReport | undefined;
  /** With --to. */
  readonly forecast: CopyForecast | undefined;
}

/** What a copy to a folder would be. */
export interface CopyForecast {
  readonly folder: string;
  /** Undefined when it would be refused before there is a plan. */
  readonly plan: CopyPlan | undefined;
  readonly target: string | undefined;
  readonly warnings: readonly Warning[];
  /** Why it would be refused. */
  readonly refusal: FerryError | undefined;
  /** As tried just now, in bytes a second; undefined when it could not be tried or does not matter. */
  readonly bytesPerSecond: number | undefined;
}

/** A guess in seconds: the bytes to write at the speed just seen. Clones and renames write nothing worth a number. */
export function secondsOf({ plan, bytesPerSecond }: CopyForecast): number | undefined {
  if (plan === undefined || bytesPerSecond === undefined || plan.neededBytes === 0) return undefined;
  return plan.neededBytes / bytesPerSecond;
}
