import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { afterEach } from 'vitest';

/** Real volumes, each in a file of its own, mounted for the time of a test file. */
export type VolumeKind = 'ext4' | 'ext4-1k' | 'xfs' | 'btrfs' | 'tmpfs' | 'exfat';

export interface LoopVolume {
  readonly kind: VolumeKind;
  readonly folder: string;
  readonly device: string;
  remountReadOnly(): void;
  /** ext4 only: makes the kernel find an error, upon which the volume can only be read. */
  freeze(): void;
  /** Takes the volume away under whoever uses it. */
  pull(): void;
  /** Ends the program behind an exFAT volume, as if it had crashed: every call on the volume fails from now on. */
  crash(): void;
  /** Brings it back, at the same place or another. */
  mount(folder?: string): void;
  dispose(): void;
}

const cacheFolder = resolve('test/.cache/volumes');
const makers: Readonly<Record<VolumeKind, readonly string[]>> = {
  ext4: ['mkfs.ext4', '-q', '-F'],
  'ext4-1k': ['mkfs.ext4', '-q', '-F', '-b', '1024'],
  xfs: ['mkfs.xfs', '-q', '-f'],
  btrfs: ['mkfs.btrfs', '-q', '-f'],
  tmpfs: [],
  exfat: ['mkfs.exfat'],
};

const run = (command: string, ...words: string[]) =>
  execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
const tried = (step: () => void) => {
  try {
    step();
  } catch {
    // Cleaning up goes on with what is left.
  }
};

const reasons = new Map<VolumeKind, string>();

/** Why volumes of this kind cannot be had here, found out by making one; empty when they can. */
export function missingForVolume(kind: VolumeKind): string {
  const known = reasons.get(kind);
  if (known !== undefined) return known;
  const reason = findReason(kind);
  reasons.set(kind, reason);
  return reason;
}

function findReason(kind: VolumeKind): string {
  if (process.platform !== 'linux') return 'loop volumes are for Linux';
  if (process.geteuid?.() !== 0) return 'mounting needs root';
  const program = makers[kind][0];
  if (program !== undefined && spawnFails('sh', '-c', `command -v ${program}`))
    return `${program} is not installed`;
  if (kind === 'exfat' && spawnFails('sh', '-c', 'command -v mount.exfat-fuse'))
    return 'mount.exfat-fuse is not installed';
  try {
    makeLoopVolume(kind, kind === 'xfs' || kind === 'btrfs' ? 320 : 32).dispose();
    return '';
  } catch (thrown) {
    return `${kind} cannot be mounted here (${(thrown as Error).message.split('\n')[0]})`;
  }
}

function spawnFails(command: string, ...words: string[]): boolean {
  try {
    run(command, ...words);
    return false;
  } catch {
    return true;
  }
}

let count = 0;

/** @param mebibytes size of the volume; XFS wants 300 at least */
export function makeLoopVolume(kind: VolumeKind, mebibytes: number): LoopVolume {
  sweepStaleVolumes();
  const base = `${cacheFolder}/${process.pid}-${count++}-${kind}`;
  const image = `${base}.image`;
  let folder = base;
  let loop = '';
  mkdirSync(folder, { recursive: true });
  const mount = (at: string) => {
    folder = at;
    mkdirSync(at, { recursive: true });
    if (kind === 'tmpfs') run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'none', at);
    else if (kind === 'exfat') run('mount.exfat-fuse', loop, at);
    else run('mount', loop, at);
  };
  const dispose = () => {
    tried(() => run('umount', '-l', folder));
    if (loop !== '') tried(() => run('losetup', '-d', loop));
    tried(() => rmSync(image, { force: true }));
    tried(() => rmdirSync(folder));
    tried(() => rmdirSync(base));
  };
  try {
    if (kind !== 'tmpfs') {
      writeFileSync(image, '');
      truncateSync(image, mebibytes * 2 ** 20);
      run(makers[kind][0] as string, ...makers[kind].slice(1), image);
      loop = run('losetup', '-f', '--show', image);
    }
    mount(folder);
  } catch (thrown) {
    dispose();
    throw thrown;
  }
  return {
    kind,
    get folder() {
      return folder;
    },
    get device() {
      return loop;
    },
    freeze: () => {
      run('mount', '-o', 'remount,errors=remount-ro', folder);
      writeFileSync(`/sys/fs/ext4/${loop.slice('/dev/'.length)}/trigger_fs_error`, 'a test');
    },
    remountReadOnly: () => void run('mount', '-o', 'remount,ro', folder),
    pull: () => void run('umount', '-l', folder),
    crash: () => process.kill(serverOf(loop, folder), 'SIGKILL'),
    mount: (at) => mount(at ?? folder),
    dispose,
  };
}

/** The process that we started to serve a FUSE volume, known by the device and folder that are ours alone. */
function serverOf(device: string, folder: string): number {
  const words = ['mount.exfat-fuse', device, folder].join('\0');
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && commandOf(name) === `${words}\0`);
  if (pid === undefined) throw new Error(`nothing serves ${folder}`);
  return Number(pid);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It has ended.
  }
}

/** Gives the tests of a file volumes that go away with the test that asked for them. */
export function useLoopVolumes(): (kind: VolumeKind, mebibytes: number) => LoopVolume {
  let volumes: LoopVolume[] = [];
  afterEach(() => {
    for (const each of volumes) each.dispose();
    volumes = [];
  });
  return (kind, mebibytes) => {
    const made = makeLoopVolume(kind, mebibytes);
    volumes.push(made);
    return made;
  };
}

/** The names in a folder of a volume, without what its own file system keeps there. */
export function namesOn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== 'lost+found');
}

/** The end of a test's title: empty, or why it is skipped. */
export function skippedFor(reason: string): string {
  return reason === '' ? '' : ` (skipped: ${reason})`;
}

/** What a test run that was killed left mounted. */
function sweepStaleVolumes(): void {
  if (!existsSync(cacheFolder)) return;
  for (const line of readFileSync('/proc/self/mounts', 'utf8').split('\n')) {
    const at = line.split(' ')[1] ?? '';
    const pid = at.startsWith(`${cacheFolder}/`) ? at.slice(cacheFolder.length + 1).split('-')[0] : undefined;
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) tried(() => run('umount', '-l', at));
  }
  for (const name of readdirSync(cacheFolder)) {
    if (existsSync(`/proc/${name.split('-')[0]}`)) continue;
    const path = `${cacheFolder}/${name}`;
    if (name.endsWith('.image')) {
      tried(() => {
        for (const line of run('losetup', '-j', path).split('\n'))
          if (line !== '') run('losetup', '-d', line.split(':')[0] as string);
      });
      tried(() => rmSync(path));
    } else {
      tried(() => rmdirSync(path));
    }
  }
}
