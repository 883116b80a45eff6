import { spawn } from 'node:child_process';

/** As much of what a program said as helps to understand it. */
const saidMax = 500;

/**
 * Runs a program of the system that may outlive this process.
 *
 * @param path absolute path
 * @param waitMs how long to wait for its end; one that still runs then is left to itself and counts as well
 * @returns what went wrong, in words; empty when nothing did
 */
export function runProgram(path: string, words: readonly string[], waitMs: number): Promise<string> {
  return new Promise((ended) => {
    const child = spawn(path, words, { stdio: ['ignore', 'ignore', 'pipe'], detached: true, cwd: '/' });
    let said = '';
    const end = (problem: string) => {
      clearTimeout(timer);
      child.stderr.destroy();
      child.unref();
      ended(problem);
    };
    const timer = setTimeout(() => end(''), waitMs);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(0, saidMax);
    });
    child.on('error', (thrown) => end(`${path}: ${(thrown as NodeJS.ErrnoException).code ?? 'failed'}`));
    child.on('close', (exitCode, signal) =>
      end(exitCode === 0 ? '' : `${path} ended with ${exitCode ?? signal}: ${said.trim()}`),
    );
  });
}
