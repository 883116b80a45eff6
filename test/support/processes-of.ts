import { readdirSync, readFileSync } from 'node:fs';
import { until } from './watch-staging.ts';

/** Processes that were started with a path in this folder, and with this word if one is given; never the one that asks. */
export function processesOf(folder: string, word?: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      const words = commandLineOf(pid);
      return words.some((each) => each.includes(folder)) && (word === undefined || words.includes(word));
    });
}

/** Ends them all, so that no test leaves processes or has its folder filled behind its back. */
export async function endProcessesOf(folder: string): Promise<void> {
  await until(() => {
    const left = processesOf(folder);
    for (const pid of left) endIfThere(pid);
    return left.length === 0;
  });
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Empty for what is no process, has ended, or ended and is not looked after yet. */
function commandLineOf(pid: number): string[] {
  try {
    return pid > 0 && pid !== process.pid ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') : [];
  } catch {
    return [];
  }
}
