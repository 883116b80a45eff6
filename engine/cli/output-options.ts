import type { Command } from 'commander';
import { JsonReporter } from './json-reporter.ts';
import type { Reporter } from './reporter.ts';
import { TextReporter } from './text-reporter.ts';

export interface OutputOptions {
  json?: boolean;
  quiet?: boolean;
}

/** The options that every command has. */
export function withOutputOptions(command: Command): Command {
  return command
    .option('--json', 'one JSON object a line on stdout, for programs')
    .option('--quiet', 'say only what went wrong');
}

export function openReporter(options: OutputOptions, verb: 'copy' | 'move' = 'copy'): Reporter {
  return options.json === true ? new JsonReporter(verb) : new TextReporter(options.quiet === true, verb);
}
