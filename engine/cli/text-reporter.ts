import {
  type CopyPlan,
  type CopyResult,
  describeDifference,
  type FerryError,
  type MachineReport,
  type Progress,
  type VerifyResult,
  type Warning,
} from '#engine';
import { afterMoveInWords } from './after-move-in-words.ts';
import { bundleInWords } from './bundle-in-words.ts';
import { forecastInWords } from './forecast-in-words.ts';
import type { Inspection } from './inspection.ts';
import type { Installation } from './installation.ts';
import { installationInWords } from './installation-in-words.ts';
import { machineInWords } from './machine-in-words.ts';
import { methodInWords } from './method-in-words.ts';
import { ProgressBar } from './progress-bar.ts';
import type { Reporter } from './reporter.ts';
import { countInWords, durationInWords, shown, sizeInWords } from './words.ts';

/** A result has at most this many lines of losses; `--json` has all. */
const lossesShown = 10;

/** For people: what happened on stdout, the bar and problems on stderr. */
export class TextReporter implements Reporter {
  readonly progressEveryMs: number;
  private readonly bar: ProgressBar | undefined;
  private readonly isQuiet: boolean;
  private readonly verb: 'copy' | 'move';

  constructor(isQuiet: boolean, verb: 'copy' | 'move' = 'copy') {
    this.verb = verb;
    this.isQuiet = isQuiet;
    this.bar = isQuiet ? undefined : new ProgressBar();
    this.progressEveryMs = this.bar?.everyMs ?? 60_000;
  }

  plan(plan: CopyPlan, source: string, target: string, isDryRun: boolean): void {
    const doing = this.verb === 'move' ? 'Moving' : 'Copying';
    this.say(`${isDryRun ? `Would ${this.verb}` : doing} ${shown(source)}`);
    this.say(`     to ${shown(target)}`);
    // A rename plans no files: the bundle goes as one.
    const files = plan.files.length === 0 ? '' : ` in ${countInWords(plan.files.length, 'file')}`;
    const sizes = `${sizeInWords(plan.logicalBytes)}${files}, ${sizeInWords(plan.allocatedBytes)} of it used on the source volume.`;
    this.say(`  ${sizes}`);
    this.say(`  ${methodInWords(plan)}`);
  }

  progress(progress: Progress, bytesPerSecond: number, secondsLeft: number | undefined): void {
    this.bar?.show(progress, bytesPerSecond, secondsLeft);
  }

  warning(warning: Warning): void {
    this.endProgress();
    process.stderr.write(`Note: ${shown(warning.message)}\n`);
  }

  copied(result: CopyResult, isDryRun: boolean): void {
    if (isDryRun) {
      this.say(
        `Nothing was written. The copy would need ${sizeInWords(result.plan.neededBytes)}; ${sizeInWords(result.plan.targetVolume.freeBytes)} are free.`,
      );
      return;
    }
    this.say(
      `${this.verb === 'move' ? 'Moved' : 'Copied'} in ${durationInWords(result.durationMs)}: ${outcomeInWords(result)}.`,
    );
    this.say(`  ${shown(result.target)}`);
    for (const line of this.verb === 'move' ? afterMoveInWords(result) : []) this.say(`  ${line}`);
    this.losses(result);
  }

  verified(result: VerifyResult): void {
    if (result.differences.length === 0) {
      this.say(
        `Equal: ${shown(result.copy)} holds the same ${sizeInWords(result.logicalBytes)} as ${shown(result.source)}.`,
      );
      return;
    }
    process.stderr.write(`Different: ${shown(result.copy)} is not what ${shown(result.source)} is.\n`);
    for (const difference of result.differences)
      process.stderr.write(`  ${shown(describeDifference(difference))}\n`);
    process.stderr.write('  Keep the source, and make the copy again on a volume you trust.\n');
  }

  inspected(inspection: Inspection): void {
    const { forecast } = inspection;
    this.always([...bundleInWords(inspection), ...(forecast === undefined ? [] : forecastInWords(forecast))]);
  }

  examined(report: MachineReport, installation: Installation | undefined): void {
    const installed = installation === undefined ? [] : installationInWords(installation);
    this.always([...machineInWords(report), ...installed]);
  }

  error(error: FerryError): void {
    this.endProgress();
    process.stderr.write(
      `${error.code === 'CANCELLED' ? 'Cancelled' : 'Error'}: ${shown(error.message)}\n  ${shown(error.advice)}\n`,
    );
  }

  waiting(behind: string): void {
    this.say(`  Waiting for ${shown(behind)}, which uses the same volume.`);
  }

  endProgress(): void {
    this.bar?.end();
  }

  private losses(result: CopyResult): void {
    if (result.metadataLosses.length === 0) return;
    process.stderr.write(
      `The content is complete, but ${countInWords(result.metadataLosses.length, 'attribute')} could not be kept:\n`,
    );
    for (const loss of result.metadataLosses.slice(0, lossesShown)) {
      process.stderr.write(`  ${shown(loss.path)}: ${shown(loss.what)} (${loss.reason})\n`);
    }
    const more = result.metadataLosses.length - lossesShown;
    if (more > 0) process.stderr.write(`  and ${more.toLocaleString('en')} more; --json lists them all\n`);
  }

  private say(line: string): void {
    if (!this.isQuiet) process.stdout.write(`${line}\n`);
  }

  private always(lines: readonly string[]): void {
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function outcomeInWords(result: CopyResult): string {
  if (result.isRenamed) return 'same volume, so it only got another name';
  const isClone = result.clonedFiles === result.files && result.files > 0;
  return [
    isClone
      ? 'nothing to write, the copy shares its blocks with the source'
      : `${sizeInWords(result.copiedBytes)} written`,
    ...(result.holeBytes > 0 ? [`${sizeInWords(result.holeBytes)} of holes kept`] : []),
    ...(result.reclaimedBytes > 0 ? [`${sizeInWords(result.reclaimedBytes)} smaller than the source`] : []),
    ...(result.isVerified ? ['read back and verified'] : []),
    ...(result.isSourceRemoved ? ['the original removed'] : []),
  ].join(', ');
}
