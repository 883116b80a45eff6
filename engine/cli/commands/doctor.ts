import type { Command } from 'commander';
import { examineMachine } from '#engine';
import { exitCodes } from '../exit-codes.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';

export function addDoctorCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('doctor')
    .summary('show what VM Ferry can do on this machine and in a folder')
    .description(
      'Shows which system calls are in use and why, and tries what the volume of FOLDER can do with two small files that are removed again.',
    )
    .argument('[folder]', 'a folder you may write to', '.')
    .usage('[options] [FOLDER]');
  withOutputOptions(command).action((folder: string, options: OutputOptions) => {
    const reporter = openReporter(options);
    try {
      const report = examineMachine(folder);
      reporter.examined(report);
      finish(report.probeProblem === '' ? exitCodes.done : exitCodes.targetFailed);
    } catch (thrown) {
      finish(reportFailure(reporter, thrown));
    }
  });
}
