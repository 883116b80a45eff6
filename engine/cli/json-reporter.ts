import type {
  CopyPlan,
  CopyResult,
  FerryError,
  MachineReport,
  Progress,
  VerifyResult,
  Warning,
} from '#engine';
import { afterMoveInWords } from './after-move-in-words.ts';
import { type CopyForecast, type Inspection, secondsOf } from './inspection.ts';
import type { Installation } from './installation.ts';
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
    this.line('plan', { source, target, isDryRun, ...planFields(plan) });
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
    const nextSteps = this.verb === 'move' && !isDryRun ? afterMoveInWords(result) : [];
    this.line('result', { command: this.verb, isDryRun, method: plan.method, ...facts, nextSteps });
  }

  verified(result: VerifyResult): void {
    this.line('result', { command: 'verify', isEqual: result.differences.length === 0, ...result });
  }

  inspected({ bundle, reclaim, forecast }: Inspection): void {
    this.line('result', {
      command: 'inspect',
      ...bundle,
      ...(reclaim === undefined
        ? {}
        : { reclaimableBytes: reclaim.reclaimableBytes, reclaimable: reclaim.files }),
      ...(forecast === undefined ? {} : { forecast: forecastFields(forecast) }),
    });
  }

  examined(report: MachineReport, installation: Installation | undefined): void {
    this.line('result', { command: 'doctor', ...report, installation: installation ?? null });
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

function planFields(plan: CopyPlan): Record<string, unknown> {
  const { targetVolume, files, ...fields } = plan;
  const { freeBytes, typeName: volumeType } = targetVolume;
  return { ...fields, freeBytes, volumeType, files: files.map(({ reason: _reason, ...file }) => file) };
}

function forecastFields(forecast: CopyForecast): Record<string, unknown> {
  const { folder, target, plan, warnings, refusal, bytesPerSecond } = forecast;
  const seconds = secondsOf(forecast);
  return {
    folder,
    target: target ?? null,
    plan: plan === undefined ? null : planFields(plan),
    warnings,
    refusal:
      refusal === undefined ? null : { code: refusal.code, message: refusal.message, advice: refusal.advice },
    bytesPerSecond: bytesPerSecond === undefined ? null : Math.round(bytesPerSecond),
    seconds: seconds === undefined ? null : Math.ceil(seconds),
  };
}
