import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const sourceFolder = resolve('test/bench/programs');
const builtFolder = resolve('test/.cache/bench-programs');

/** Debian packages of the peers and of what measures them. */
const packages = [
  'coreutils',
  'rsync',
  'qemu-utils',
  'strace',
  'gcc',
  'libc6-dev',
  'xfsprogs',
  'btrfs-progs',
];

/** Our own programs in C: the two loops of the story, the measuring parent, the preload library. */
export interface Programs {
  readonly runMeasured: string;
  readonly copyLoops: string;
  readonly preload: string;
}

/** Runs a program to its end. @throws Error with what it said when it fails */
export function requireRun(command: string, words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0)
    throw new Error(`${command} ended with ${status}: ${stderr ?? ''}${error?.message ?? ''}`);
  return stdout;
}

/** Installs what is missing (Debian, as root), and compiles our own programs. */
export function preparePrograms(): Programs {
  const missing = packages.filter(
    (name) => spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length > 0) {
    console.log(`installing ${missing.join(' ')}`);
    requireRun('apt-get', ['update', '-qq']);
    requireRun('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  }
  mkdirSync(builtFolder, { recursive: true });
  return {
    runMeasured: compile('run-measured.c', 'run-measured', []),
    copyLoops: compile('copy-loops.c', 'copy-loops', []),
    preload: compile('bench-preload.c', 'bench-preload.so', ['-shared', '-fPIC', '-ldl']),
  };
}

function compile(source: string, name: string, words: readonly string[]): string {
  const [text, built] = [join(sourceFolder, source), join(builtFolder, name)];
  if (existsSync(built) && statSync(built).mtimeMs > statSync(text).mtimeMs) return built;
  execFileSync('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', built, text, ...words]);
  return built;
}
