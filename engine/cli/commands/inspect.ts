import type { Command } from 'commander';
import { inspectBundle } from '#engine';
import { exitCodes } from '../exit-codes.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';

export function addInspectCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('inspect')
    .summary('show what a virtual machine is and where its disk images hold data')
    .description(
      'Shows name, backend, guest and disk images of a .utm, with a picture of each hole map. Changes nothing.',
    )
    .argument('<bundle>', 'a .utm')
    .usage('[options] BUNDLE');
  withOutputOptions(command).action((bundle: string, options: OutputOptions) => {
    const reporter = openReporter(options);
    try {
      reporter.inspected(inspectBundle(bundle));
      finish(exitCodes.done);
    } catch (thrown) {
      finish(reportFailure(reporter, thrown));
    }
  });
}
