import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { requireRun } from './programs.ts';
import { GiB } from './units.ts';

/** What a figure must be read with. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  /** Load of the machine by others when the bench began. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

export function describeMachine(): Machine {
  const firstLine = (command: string, ...words: string[]) =>
    /\d+(\.\d+)+/.exec(requireRun(command, words).split('\n')[0] ?? '')?.[0] ?? '?';
  // The commit that last changed what is measured.
  const words = ['log', '-1', '--format=%h', '--', 'engine'];
  const commit = spawnSync('git', words, { encoding: 'utf8' }).stdout?.trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / GiB),
    kernel: release(),
    load: Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]),
    versions: {
      'VM Ferry': commit || 'unknown',
      Node: process.version.slice(1),
      'GNU cp': firstLine('cp', '--version'),
      rsync: firstLine('rsync', '--version'),
      'qemu-img': firstLine('qemu-img', '--version'),
    },
  };
}
