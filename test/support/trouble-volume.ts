import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach } from 'vitest';
import { until } from './watch-staging.ts';

/*
 * Mounts the file system of trouble-volume/trouble-volume.c. What it proves and what not is said there.
 */
export type Trouble =
  | 'lie'
  | 'count'
  | 'early'
  | 'delay'
  | 'errno'
  | 'failat'
  | 'failfrom'
  | 'vanishat'
  | 'full'
  | 'withhold';

export interface TroubleVolume {
  readonly folder: string;
  /** What is really there. */
  readonly backing: string;
  /** Turns troubles on, off (0), or to a value; calls are counted from here. */
  make(troubles: Partial<Record<Trouble, number>>): void;
  /** Calls since the last `make`. */
  calls(): number;
  /** Ends the program behind it with SIGKILL: withheld writes are lost, as by a power cut. */
  cut(): Promise<void>;
  /** Whether the program behind it still runs. */
  isThere(): boolean;
  /** Brings it back after a cut, without troubles. */
  mount(): Promise<void>;
  dispose(): void;
}

/** errno(3) on Linux. */
export const errnoNumbers = { EPERM: 1, EINTR: 4, EIO: 5, EACCES: 13, ENOSPC: 28 } as const;

const source = resolve('test/support/trouble-volume/trouble-volume.c');
const cacheFolder = resolve('test/.cache');
let reason: string | undefined;

/** Why there can be no such volume here; empty when there can. */
export function missingForTrouble(): string {
  reason ??= findReason();
  return reason;
}

function findReason(): string {
  if (process.platform !== 'linux') return 'FUSE volumes are for Linux';
  if (process.geteuid?.() !== 0) return 'mounting needs root';
  if (!existsSync('/dev/fuse')) return 'there is no /dev/fuse';
  try {
    build();
    return '';
  } catch {
    return 'no C compiler (gcc), or no libfuse3-dev';
  }
}

/** Compiles once for each version of its source. */
function build(): string {
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const program = `${cacheFolder}/trouble-volume-${version}`;
  if (existsSync(program)) return program;
  mkdirSync(cacheFolder, { recursive: true });
  const flags = ['-O2', '-Wall', '-D_FILE_OFFSET_BITS=64', '-I/usr/include/fuse3'];
  const draft = `${program}.${process.pid}`;
  execFileSync('gcc', [...flags, '-o', draft, source, '-lfuse3'], { stdio: 'ignore' });
  renameSync(draft, program);
  return program;
}

let count = 0;

async function makeTroubleVolume(): Promise<TroubleVolume> {
  const program = build();
  const base = `${cacheFolder}/volumes/${process.pid}-trouble-${count++}`;
  const [folder, backing] = [base, `${cacheFolder}/tmp-trouble-${process.pid}-${count}`];
  mkdirSync(folder, { recursive: true });
  mkdirSync(backing, { recursive: true });
  let server: ChildProcess | undefined;
  let hasEnded = true;
  const isMounted = () => readFileSync('/proc/self/mounts', 'utf8').includes(` ${folder} fuse`);
  const unmount = () => {
    if (isMounted()) execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  };
  const volume: TroubleVolume = {
    folder,
    backing,
    make: (troubles) => {
      for (const [name, value] of Object.entries(troubles))
        execFileSync('setfattr', ['-n', `user.trouble.${name}`, '-v', String(value), folder]);
    },
    calls: () => Number(execFileSync('getfattr', ['--only-values', '-n', 'user.trouble.calls', folder])),
    cut: async () => {
      server?.kill('SIGKILL');
      await until(() => hasEnded);
    },
    isThere: () => !hasEnded,
    mount: async () => {
      unmount();
      hasEnded = false;
      server = spawn(program, [backing, folder, '-f', '-s'], { stdio: 'ignore' });
      server.on('exit', () => {
        hasEnded = true;
      });
      await until(isMounted);
    },
    dispose: () => {
      server?.kill('SIGKILL');
      unmount();
      for (const path of [folder, backing]) rmSync(path, { recursive: true, force: true });
    },
  };
  await volume.mount();
  return volume;
}

/** Gives the tests of a file such volumes, which go away with the test that asked for them. */
export function useTroubleVolumes(): () => Promise<TroubleVolume> {
  const volumes: TroubleVolume[] = [];
  afterEach(() => {
    for (const each of volumes.splice(0)) each.dispose();
  });
  return async () => {
    const volume = await makeTroubleVolume();
    volumes.push(volume);
    return volume;
  };
}
