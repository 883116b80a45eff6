import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { copyBundle, FerryError, type HolePolicy, holePolicies, surprise } from '#engine';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { followJob, isCancelled } from '../follow-job.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import type { Reporter } from '../reporter.ts';

interface CopyOptions extends OutputOptions {
  verify?: boolean;
  holes?: HolePolicy;
  name?: string;
  dryRun?: boolean;
  allowExpansion?: boolean;
}

const examples = `
Examples:
  ferry copy ~/VMs/Ubuntu.utm /Volumes/T9
  ferry copy --verify --name "Ubuntu backup" Ubuntu.utm /Volumes/T9
  ferry copy --dry-run *.utm /Volumes/T9

Holes (parts of a disk image that were never written) stay holes. How they are found:
  trust   believe the volume's map; fast. Default on Linux ext4, XFS, Btrfs, tmpfs.
  audit   read each hole and require zeros; safe with maps that lie. Default elsewhere.
  scan    read everything and leave zeros out; can make the copy smaller than its source.`;

export function addCopyCommand(program: Command, finish: (exitCode: number) => void): void {
  const command = program
    .command('copy')
    .summary('copy virtual machines, files or folders')
    .description(
      'Copies each SOURCE into FOLDER: identical, as sparse as it was, and durable. Nothing is ever replaced.',
    )
    .argument('<source...>', 'virtual machines (.utm), or any files and folders; the last word is the FOLDER')
    .usage('[options] SOURCE… FOLDER')
    .option('--verify', 'read the copy back from the device and compare it before it gets its name')
    .addOption(new Option('--holes <policy>', 'how holes are found').choices(holePolicies))
    .option('--name <name>', 'another name for the copy (one SOURCE only)')
    .option('--dry-run', 'show what would be done, write nothing')
    .option('--allow-expansion', 'go on when FOLDER cannot hold holes and the copy takes its full size')
    .addHelpText('after', examples);
  withOutputOptions(command).action(async (paths: string[], options: CopyOptions) => {
    const folder = paths.pop() ?? '';
    if (paths.length === 0) command.error('error: name a SOURCE and the FOLDER to copy it into');
    if (paths.length > 1 && options.name !== undefined)
      command.error('error: --name needs exactly one SOURCE');
    finish(await copyAll(paths, folder, options, openReporter(options)));
  });
}

/** One after the other: each that fails is reported, the others are copied. The first failure decides the exit code. */
async function copyAll(
  sources: readonly string[],
  folder: string,
  options: CopyOptions,
  reporter: Reporter,
): Promise<number> {
  let exitCode: number = exitCodes.done;
  for (const source of sources) {
    try {
      const code = await copyOne(source, folder, options, reporter);
      exitCode ||= code;
    } catch (thrown) {
      const error = thrown instanceof FerryError ? thrown : surprise(thrown);
      reporter.error(error, exitCodeOf(error.code));
      if (isCancelled(error)) return exitCodes.cancelled;
      exitCode ||= exitCodeOf(error.code);
    }
  }
  return exitCode;
}

async function copyOne(
  source: string,
  folder: string,
  options: CopyOptions,
  reporter: Reporter,
): Promise<number> {
  const isDryRun = options.dryRun === true;
  const job = copyBundle(
    {
      id: `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`,
      source,
      targetFolder: folder,
      name: options.name,
      holes: options.holes,
      verify: options.verify === true,
      allowExpansion: options.allowExpansion === true,
      dryRun: isDryRun,
    },
    {
      planned: (plan, target) => reporter.plan(plan, source, target, isDryRun),
      warned: (warning) => reporter.warning(warning),
    },
  );
  const result = await followJob(job, reporter);
  reporter.copied(result, isDryRun);
  return result.metadataLosses.length > 0 ? exitCodes.metadataNotKept : exitCodes.done;
}
