import { CommanderError, program } from 'commander';
import packageFacts from '../../package.json' with { type: 'json' };
import { addCopyCommand, addMoveCommand } from './commands/copy.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addInspectCommand } from './commands/inspect.ts';
import { addQuickActionCommands } from './commands/quick-action.ts';
import { addTransferCommands } from './commands/transfers.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { exitCodes } from './exit-codes.ts';
import { separatePaths } from './quick-action/separate-paths.ts';

const epilogue = `
Answers: 0 done, 2 wrong command line, 3 refused before anything was written, 4 not enough space,
5 source unreadable or changed, 6 target failed, 7 copy differs, 8 copied without some attributes, 9 something is broken (doctor),
130 cancelled.`;

async function main(): Promise<number> {
  let exitCode: number = exitCodes.done;
  const finish = (code: number) => {
    exitCode = code;
  };
  program
    .name('ferry')
    .description('Moves UTM virtual machines fast and safely: sparse, exact, durable.')
    .version(packageFacts.version)
    .addHelpText('after', epilogue)
    .showHelpAfterError('(add --help to see how it is used)')
    .exitOverride();
  for (const addCommand of [
    addCopyCommand,
    addMoveCommand,
    addVerifyCommand,
    addInspectCommand,
    addTransferCommands,
    addQuickActionCommands,
    addDoctorCommand,
  ])
    addCommand(program, finish);
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError('(add --help to see how it is used)');
  try {
    await program.parseAsync(separatePaths(process.argv));
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  return exitCode;
}

// A reader that goes away (`ferry … | head`) must not end a copy in the middle.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exitCode = await main();
