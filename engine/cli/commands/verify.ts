import type { Command } from 'commander';
import { verifyCopy } from '#engine';
import { exitCodes } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';

export function addVerifyCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('verify')
    .summary('compare a copy with its source')
    .description(
      'Reads SOURCE and COPY from their devices over their full length and compares names, links and contents.',
    )
    .argument('<source>', 'the original')
    .argument('<copy>', 'the copy itself, not the folder it is in')
    .usage('[options] SOURCE COPY')
    .addHelpText(
      'after',
      '\nExample:\n  ferry verify Ubuntu.utm /Volumes/T9/Ubuntu.utm\n\nAnswers 0 when they are equal and 7 when they are not.',
    );
  withOutputOptions(command).action(async (source: string, copy: string, options: OutputOptions) => {
    const reporter = openReporter(options);
    try {
      const result = await followJob(verifyCopy(source, copy), reporter);
      reporter.verified(result);
      finish(result.differences.length === 0 ? exitCodes.done : exitCodes.differs);
    } catch (thrown) {
      finish(reportFailure(reporter, thrown));
    }
  });
}
