import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as Koffi from 'koffi';
import { loadLibc } from '../../engine/system/libc.ts';
import { loadMacosCalls, type MacosCalls } from '../../engine/system/macos/macos-calls.ts';

/*
 * Builds and loads the stand-in for the C library of macOS. What it proves and what not is said at the top of
 * stand-in-libc/stand-in-libc.c.
 */
export type Architecture = 'arm64' | 'x64';

const source = resolve('test/support/stand-in-libc/stand-in-libc.c');
const cacheFolder = resolve('test/.cache');

/** Why the stand-in cannot be had here; empty when it can. */
export function missingForStandIn(): string {
  if (process.platform !== 'linux') return 'the stand-in C library is for Linux';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return '';
  } catch {
    return 'no C compiler (cc)';
  }
}

export interface StandIn {
  readonly calls: MacosCalls;
  /** Turns a quirk on (1) or off (0), or chooses a value; see the switches in the C file. */
  set(name: string, value: number): void;
  /** From now on the hole map claims that `[start, end)` is a hole, until the file is synced (or for good, by a switch). */
  claimHole(path: string, start: number, end: number): void;
  /** Turns all quirks and claims off again. */
  reset(): void;
}

const switches = [
  'seek_unsupported',
  'punch_unsupported',
  'rename_excl_unsupported',
  'clone_acl_invalid',
  'clone_by_copy',
  'claims_survive_fsync',
  'refuse_provenance',
  'file_size_bits',
  'file_system',
];

export function loadStandIn(architecture: Architecture): StandIn {
  const path = buildStandIn(architecture);
  const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
  const library = koffi.load(path);
  const setSwitch = library.func('int stand_in_set(const char *name, int64_t value)');
  const claim = library.func('int stand_in_claim_hole(const char *path, int64_t start, int64_t end)');
  const forget = library.func('int stand_in_forget_claims()');
  const set = (name: string, value: number) => {
    if (setSwitch(name, value) !== 0) throw new Error(`the stand-in has no switch ${name}`);
  };
  return {
    calls: loadMacosCalls(loadLibc(path), architecture),
    set,
    claimHole: (file, start, end) => {
      if (claim(file, start, end) !== 0) throw new Error(`no claim on ${file}`);
    },
    reset: () => {
      for (const name of switches) set(name, 0);
      forget();
    },
  };
}

/** Built once for each state of the source. */
function buildStandIn(architecture: Architecture): string {
  // -Bsymbolic: a call of our own listxattr must not end in the one of glibc.
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const path = `${cacheFolder}/stand-in-${architecture}-${hash}.so`;
  if (existsSync(path)) return path;
  mkdirSync(cacheFolder, { recursive: true });
  const variant = architecture === 'x64' ? ['-DDARWIN_X64'] : [];
  const unfinished = `${path}.${process.pid}`;
  execFileSync('cc', [
    ...variant,
    '-shared',
    '-fPIC',
    '-O1',
    '-fvisibility=hidden',
    '-Wl,-Bsymbolic',
    '-o',
    unfinished,
    source,
  ]);
  renameSync(unfinished, path);
  return path;
}
