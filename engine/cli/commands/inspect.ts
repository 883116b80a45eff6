import { type Command, InvalidArgumentError } from 'commander';
import { inspectBundle, measureReclaimable } from '#engine';
import { exitCodes } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import { forecastCopy } from '../forecast-copy.ts';
import { svgCells, writeHoleMapSvg } from '../hole-map-svg.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';
import type { Reporter } from '../reporter.ts';

interface InspectOptions extends OutputOptions {
  to?: string;
  zeros?: boolean;
  svg?: string;
}

const examples = `
Examples:
  ferry inspect Ubuntu.utm
  ferry inspect Ubuntu.utm --to /Volumes/T9       would it fit, and how long would it take?
  ferry inspect Ubuntu.utm --zeros                how much smaller could a copy be?
  ferry inspect Ubuntu.utm --svg ubuntu.svg       a picture of where its disk images hold data`;

export function addInspectCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('inspect')
    .summary('show what a virtual machine is and where its disk images hold data')
    .description(
      'Shows what a .utm is: its guest, its disk images and where they hold data, whether it runs or is suspended. Changes nothing.',
    )
    .argument('<bundle>', 'a .utm')
    .usage('[options] BUNDLE')
    .option(
      '--to <folder>',
      'also show what a copy to FOLDER would be: how, how much, how long, and what to know',
      notEmpty,
    )
    .option(
      '--zeros',
      'also read all data and count the zeros that “ferry copy --holes scan” would leave out',
    )
    .option('--svg <file>', 'also write a picture of the hole maps to FILE', notEmpty)
    .addHelpText('after', examples);
  withOutputOptions(command).action(async (bundle: string, options: InspectOptions) => {
    const reporter = openReporter(options);
    try {
      await inspect(bundle, options, reporter);
      finish(exitCodes.done);
    } catch (thrown) {
      finish(reportFailure(reporter, thrown));
    }
  });
}

async function inspect(path: string, options: InspectOptions, reporter: Reporter): Promise<void> {
  const bundle = inspectBundle(path);
  const forecast = options.to === undefined ? undefined : await forecastCopy(path, options.to);
  const reclaim = options.zeros === true ? await followJob(measureReclaimable(path), reporter) : undefined;
  if (options.svg !== undefined) writeHoleMapSvg(options.svg, inspectBundle(path, svgCells));
  reporter.inspected({ bundle, reclaim, forecast });
}

function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
