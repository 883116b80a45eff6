import type {
  CopyPlan,
  CopyResult,
  FerryError,
  MachineReport,
  Progress,
  VerifyResult,
  Warning,
} from '#engine';
import type { Inspection } from './inspection.ts';
import type { Installation } from './installation.ts';

/** Everything a command has to say. One implementation speaks to people, one to programs, one hardly at all. */
export interface Reporter {
  plan(plan: CopyPlan, source: string, target: string, isDryRun: boolean): void;
  progress(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): void;
  /** How often `progress` wants to be called. */
  readonly progressEveryMs: number;
  warning(warning: Warning): void;
  copied(result: CopyResult, isDryRun: boolean): void;
  verified(result: VerifyResult): void;
  inspected(inspection: Inspection): void;
  examined(report: MachineReport, installation: Installation | undefined): void;
  error(error: FerryError, exitCode: number): void;
  /** It waits until another transfer to the same volume has ended. */
  waiting(behind: string): void;
  /** Takes the bar off the screen, if there is one. */
  endProgress(): void;
}
