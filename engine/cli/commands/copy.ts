import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { copyBundle, type HolePolicy, holePolicies } from '#engine';
import { clearTransfer, createTransfer, stateFolder, type TransferWish } from '#engine/transfers';
import { exitCodes } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import { followTransfer } from '../follow-transfer.ts';
import { type OutputOptions, openReporter, withOutputOptions } from '../output-options.ts';
import { reportFailure } from '../report-failure.ts';
import type { Reporter } from '../reporter.ts';

type Verb = 'copy' | 'move';

interface CopyOptions extends OutputOptions {
  verify?: boolean;
  holes?: HolePolicy;
  name?: string;
  dryRun?: boolean;
  allowExpansion?: boolean;
  /** commander turns `--no-snapshot` into false. */
  snapshot?: boolean;
  remove?: 'trash' | 'delete';
  evenIfRunning?: boolean;
  download?: boolean;
  newIdentity?: boolean;
}

const holesHelp = `
Holes (parts of a disk image that were never written) stay holes. How they are found:
  trust   believe the volume's map; fast. Default on Linux ext4, XFS, Btrfs, tmpfs.
  audit   read each hole and require zeros; safe with maps that lie. Default elsewhere.
  scan    read everything and leave zeros out; can make the copy smaller than its source.

A transfer that was interrupted can be gone on with: see ferry list and ferry resume.`;

const examples: Readonly<Record<Verb, string>> = {
  copy: `
Examples:
  ferry copy ~/VMs/Ubuntu.utm /Volumes/T9
  ferry copy --verify --name "Ubuntu backup" Ubuntu.utm /Volumes/T9
  ferry copy --dry-run *.utm /Volumes/T9
  ferry copy --new-identity Ubuntu.utm ~/VMs      (becomes “Ubuntu 2”, to run beside the original)
${holesHelp}`,
  move: `
Examples:
  ferry move ~/VMs/Ubuntu.utm /Volumes/T9
  ferry move --remove delete Ubuntu.utm /Volumes/T9

On one volume a move is a rename. Else the VM is copied, read back and compared, and only then the original goes to the
Trash of its own volume. Any failure before that leaves the original as it was.
${holesHelp}`,
};

export function addCopyCommand(program: Command, finish: (exitCode: number) => void): void {
  addCommand(program, finish, 'copy')
    .summary('copy virtual machines, files or folders')
    .description(
      'Copies each SOURCE into FOLDER: identical, as sparse as it was, and durable. Nothing is ever replaced.',
    )
    .option('--verify', 'read the copy back from the device and compare it before it gets its name')
    .option('--new-identity', 'make the copy another machine: new name, identifier and network addresses')
    .option('--even-if-running', 'copy although a program uses the VM, and say what the copy is worth');
}

export function addMoveCommand(program: Command, finish: (exitCode: number) => void): void {
  addCommand(program, finish, 'move')
    .summary('move virtual machines, files or folders')
    .description(
      'Moves each SOURCE into FOLDER. Across volumes the copy is verified before the original is removed.',
    )
    .addOption(
      new Option('--remove <how>', 'what happens to the original')
        .choices(['trash', 'delete'])
        .default('trash'),
    );
}

function addCommand(program: Command, finish: (exitCode: number) => void, verb: Verb): Command {
  const command = program
    .command(verb)
    .argument('<source...>', 'virtual machines (.utm), or any files and folders; the last word is the FOLDER')
    .usage('[options] SOURCE… FOLDER')
    .addOption(new Option('--holes <policy>', 'how holes are found').choices(holePolicies))
    .option('--name <name>', 'another name at the target (one SOURCE only)')
    .option('--dry-run', 'show what would be done, write nothing')
    .option('--allow-expansion', 'go on when FOLDER cannot hold holes and the VM takes its full size there')
    .option('--no-snapshot', 'read the source itself, also where its volume could hold its state still')
    .option('--download', 'fetch what is still in iCloud before copying it')
    .addHelpText('after', examples[verb]);
  withOutputOptions(command).action(async (paths: string[], options: CopyOptions) => {
    const folder = paths.pop() ?? '';
    if (paths.length === 0) command.error(`error: name a SOURCE and the FOLDER to ${verb} it into`);
    if (paths.length > 1 && options.name !== undefined)
      command.error('error: --name needs exactly one SOURCE');
    finish(await transferAll(verb, paths, folder, options, openReporter(options, verb)));
  });
  return command;
}

/** One after the other: each that fails is reported, the others go on. The first failure decides the exit code. */
async function transferAll(
  verb: Verb,
  sources: readonly string[],
  folder: string,
  options: CopyOptions,
  reporter: Reporter,
): Promise<number> {
  let exitCode: number = exitCodes.done;
  for (const source of sources) {
    const code =
      options.dryRun === true
        ? await tryOut(verb, source, folder, options, reporter)
        : await transferOne(verb, source, folder, options, reporter);
    if (code === exitCodes.cancelled) return code;
    exitCode ||= code;
  }
  return exitCode;
}

async function transferOne(
  verb: Verb,
  source: string,
  folder: string,
  options: CopyOptions,
  reporter: Reporter,
): Promise<number> {
  try {
    const state = stateFolder();
    const id = createTransfer(state, requestOf(verb, source, folder, options));
    const exitCode = await followTransfer(state, id, reporter);
    // What was refused before anything was written is said here and now, and is no history.
    if (exitCode === exitCodes.refused || exitCode === exitCodes.usage) clearTransfer(state, id);
    return exitCode;
  } catch (thrown) {
    return reportFailure(reporter, thrown);
  }
}

async function tryOut(
  verb: Verb,
  source: string,
  folder: string,
  options: CopyOptions,
  reporter: Reporter,
): Promise<number> {
  const { name, holes, verify = false, allowExpansion = false, evenIfRunning, download } = options;
  const newIdentity = options.newIdentity === true ? newSeed() : undefined;
  const id = `${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
  try {
    const job = copyBundle(
      {
        id,
        source,
        targetFolder: folder,
        name,
        holes,
        verify,
        allowExpansion,
        evenIfRunning,
        download,
        newIdentity,
        dryRun: true,
        verb,
      },
      {
        planned: (plan, target) => reporter.plan(plan, source, target, true),
        warned: (warning) => reporter.warning(warning),
      },
    );
    reporter.copied(await followJob(job, reporter), true);
    return exitCodes.done;
  } catch (thrown) {
    return reportFailure(reporter, thrown);
  }
}

/** From it follow identifier and addresses, so that a resumed copy gets the same ones. */
function newSeed(): string {
  return randomBytes(16).toString('hex');
}

function requestOf(verb: Verb, source: string, folder: string, options: CopyOptions): TransferWish {
  return {
    verb,
    source: resolve(source),
    targetFolder: resolve(folder),
    name: options.name ?? null,
    holes: options.holes ?? null,
    verify: options.verify === true,
    allowExpansion: options.allowExpansion === true,
    snapshot: options.snapshot === false ? 'off' : 'auto',
    remove: options.remove ?? 'trash',
    evenIfRunning: options.evenIfRunning === true,
    download: options.download === true,
    newIdentity: options.newIdentity === true ? newSeed() : null,
  };
}
