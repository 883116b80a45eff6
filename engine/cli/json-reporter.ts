import type {
  BundleDescription,
  CopyPlan,
  CopyResult,
  FerryError,
  MachineReport,
  Progress,
  VerifyResult,
  Warning,
} from '#engine';
import type { Reporter } from './reporter.ts';

/** Version of the lines. Fields may be added; a changed meaning is a new version. */
const lineVersion = 1;

/** One JSON object a line on stdout, for programs. */
export class JsonReporter implements Reporter {
  readonly progressEveryMs = 250;
  private readonly verb: 'copy' | 'move';

  constructor(verb: 'copy' | 'move' = 'copy') {
    this.verb = verb;
  }

  plan(plan: CopyPlan, source: string, target: string, isDryRun: boolean): void {
    const {
      method,
      reason,
      holes,
      logicalBytes,
      allocatedBytes,
      neededBytes,
      extraBytes,
      growthShortBytes,
      targetVolume,
    } = plan;
    const { freeBytes, typeName: volumeType } = targetVolume;
    const files = plan.files.map(({ relativePath, method, logicalBytes, neededBytes }) => ({
      relativePath,
      method,
      logicalBytes,
      neededBytes,
    }));
    this.line('plan', {
      source,
      target,
      isDryRun,
      method,
      reason,
      holes,
      logicalBytes,
      allocatedBytes,
      neededBytes,
      extraBytes,
      growthShortBytes,
      freeBytes,
      volumeType,
      files,
    });
  }

  progress(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): void {
    this.line('progress', {
      ...progress,
      bytesPerSecond: Math.round(bytesPerSecond),
      secondsLeft: secondsLeft === undefined ? null : Math.round(secondsLeft),
    });
  }

  warning(warning: Warning): void {
    this.line('warning', { ...warning });
  }

  copied(result: CopyResult, isDryRun: boolean): void {
    const { plan, ...facts } = result;
    this.line('result', { command: this.verb, isDryRun, method: plan.method, ...facts });
  }

  verified(result: VerifyResult): void {
    this.line('result', { command: 'verify', isEqual: result.differences.length === 0, ...result });
  }

  inspected(description: BundleDescription): void {
    this.line('result', { command: 'inspect', ...description });
  }

  examined(report: MachineReport): void {
    this.line('result', { command: 'doctor', ...report });
  }

  error(error: FerryError, exitCode: number): void {
    const { cause: _cause, ...facts } = error.facts;
    this.line('error', {
      code: error.code,
      exitCode,
      message: error.message,
      advice: error.advice,
      ...facts,
    });
  }

  waiting(behind: string): void {
    this.line('progress', { phase: 'queued', behind });
  }

  endProgress(): void {}

  private line(type: string, fields: Record<string, unknown>): void {
    process.stdout.write(`${JSON.stringify({ v: lineVersion, type, ...fields })}\n`);
  }
}
