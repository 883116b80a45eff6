import { type ExecFileException, execFile } from 'node:child_process';

/** How a program ended. Expected noes of a program are answers, not errors. */
export interface ProgramAnswer {
  /** Null when it could not be started, or was stopped. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Empty when it ran and answered 0; else why not, for people. */
  readonly problem: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A program that does not answer is stopped; half a minute unless said otherwise. */
  readonly timeoutMs?: number;
}

/** `pbs -dump` of a Mac with many apps prints a few megabytes. */
const outputBytesMax = 64 * 2 ** 20;

/**
 * Runs a program by its absolute path, without a shell, and waits for its answer.
 *
 * @param words its arguments, each as it is
 */
export function runProgram(
  program: string,
  words: readonly string[],
  { cwd, env, timeoutMs = 30_000 }: ProgramOptions = {},
): Promise<ProgramAnswer> {
  const options = { cwd, env, timeout: timeoutMs, maxBuffer: outputBytesMax, encoding: 'utf8' as const };
  return new Promise((answered) => {
    execFile(program, words, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : exitCodeOf(error);
      answered({ exitCode, stdout, stderr, problem: problemOf(program, error, stderr, timeoutMs) });
    });
  });
}

/** Like `runProgram`, for programs whose no is a failure. @throws Error with what the program said */
export async function mustRun(
  program: string,
  words: readonly string[],
  options?: ProgramOptions,
): Promise<string> {
  const answer = await runProgram(program, words, options);
  if (answer.problem !== '') throw new Error(answer.problem);
  return answer.stdout;
}

function exitCodeOf(error: ExecFileException): number | null {
  return typeof error.code === 'number' ? error.code : null;
}

function problemOf(
  program: string,
  error: ExecFileException | null,
  stderr: string,
  timeoutMs: number,
): string {
  if (error === null) return '';
  if (error.killed === true) return `${program} gave no answer within ${timeoutMs / 1000} s`;
  const lines = stderr.trim().split('\n');
  // A program of Node's ends with Node's version; what it has to say is above.
  const said = lines.find((line) => /error:/i.test(line)) ?? lines.at(-1) ?? '';
  if (typeof error.code === 'number')
    return `${program} answered ${error.code}${said === '' ? '' : `: ${said}`}`;
  return `${program} could not be run (${error.code ?? error.signal ?? 'unknown'})`;
}
