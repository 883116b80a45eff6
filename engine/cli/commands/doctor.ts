import type { Command } from 'commander';
import { examineMachine } from '#engine';
import { exitCodes } from '../exit-codes.ts';
import { examineInstallation } from '../installation.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';

export function addDoctorCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('doctor')
    .summary('show whether VM Ferry is well, and what it can do on this machine and in a folder')
    .description(
      'Shows which system calls are in use and why, tries what the volume of FOLDER can do with two small files that are removed again, and looks at everything that was installed. Answers 9 when something is broken.',
    )
    .argument('[folder]', 'a folder you may write to', '.')
    .usage('[options] [FOLDER]');
  withOutputOptions(command).action(async (folder: string, options: OutputOptions) => {
    const reporter = openReporter(options);
    try {
      const report = examineMachine(folder);
      const installation = await examineInstallation();
      reporter.examined(report, installation);
      const isBroken = installation?.isBroken === true;
      if (report.probeProblem !== '') finish(exitCodes.targetFailed);
      else finish(isBroken ? exitCodes.broken : exitCodes.done);
    } catch (thrown) {
      finish(reportFailure(reporter, thrown));
    }
  });
}
