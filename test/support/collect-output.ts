import type { ChildProcess } from 'node:child_process';

/** How a process ended, and all that it said. */
export interface ProcessRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Resolves when the process has ended and its pipes are closed, also by its children. */
export function collectOutput(child: ChildProcess): Promise<ProcessRun> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((ended, failed) => {
    child.on('error', failed);
    child.on('close', (exitCode) => ended({ exitCode, stdout, stderr }));
  });
}
