import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process took at the most while it ran, by looking now and then. */
export interface Peak {
  readonly residentBytes: number;
  readonly descriptors: number;
}

export async function peakMemoryOf(child: ChildProcess, ended: Promise<unknown>): Promise<Peak> {
  let residentBytes = 0;
  let descriptors = 0;
  const look = () => {
    const now = usageOf(child.pid as number);
    residentBytes = Math.max(residentBytes, now.residentBytes);
    descriptors = Math.max(descriptors, now.descriptors);
  };
  const timer = setInterval(look, 20);
  await ended;
  clearInterval(timer);
  return { residentBytes, descriptors };
}

/** What a process takes now; nothing for one that has ended. */
export function usageOf(pid: number): Peak {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    return { residentBytes: kibibytes * 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return { residentBytes: 0, descriptors: 0 };
  }
}
