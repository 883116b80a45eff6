import { ferryPath } from '../support/run-ferry.ts';
import type { Programs } from './programs.ts';
import type { ShapeId } from './shapes.ts';

/** A way to copy `source` into the folder `target`, as a command line. */
export interface Peer {
  readonly name: string;
  /** Whether the result is on the device when it ends. */
  readonly isDurable: boolean;
  readonly words: (source: string, target: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What takes minutes runs once, whatever the number of rounds. */
  readonly runsOnce?: boolean;
  /** Reads this instead of the shape: the same bytes without holes. */
  readonly readsDense?: boolean;
}

/** A shell only joins two commands here: paths are its arguments and never part of its text. */
const thenSync = (script: string) => (source: string, target: string) => [
  'sh',
  '-c',
  `${script} && sync "$2/$(basename "$1")"`,
  'sh',
  source,
  target,
];

export function makePeers(programs: Programs) {
  const noFlush = { LD_PRELOAD: programs.preload, BENCH_NO_FLUSH: '1' };
  const ferry =
    (...options: string[]) =>
    (source: string, target: string) => [
      process.execPath,
      ferryPath,
      'copy',
      '--quiet',
      ...options,
      source,
      target,
    ];
  const convert = (format: string) => (source: string, target: string) => {
    return ['qemu-img', 'convert', '-f', format, '-O', format, source, `${target}/disk.img`];
  };
  const loop = (which: string) => (source: string, target: string) => [
    programs.copyLoops,
    which,
    source,
    `${target}/disk.img`,
  ];
  const peers = {
    cp: {
      name: 'cp --sparse=auto',
      isDurable: false,
      words: (source, target) => ['cp', '--sparse=auto', '--reflink=never', source, target],
    },
    cpSync: {
      name: 'cp, then fsync',
      isDurable: true,
      words: thenSync('cp --sparse=auto --reflink=never "$1" "$2"'),
    },
    cpAll: { name: 'cp -a', isDurable: false, words: (source, target) => ['cp', '-a', source, target] },
    cpAllSync: {
      name: 'cp -a, then sync -f',
      isDurable: true,
      words: (source, target) => ['sh', '-c', 'cp -a "$1" "$2" && sync -f "$2"', 'sh', source, target],
    },
    cpClone: {
      name: 'cp --reflink=always',
      isDurable: false,
      words: (source, target) => ['cp', '--reflink=always', source, target],
    },
    dd: {
      name: 'dd of the same bytes, dense',
      isDurable: false,
      readsDense: true,
      words: (source, target) => ['dd', `if=${source}`, `of=${target}/dense`, 'bs=1M', 'status=none'],
    },
    ddSync: {
      name: 'dd, dense, then fsync',
      isDurable: true,
      readsDense: true,
      words: (source, target) => [
        'dd',
        `if=${source}`,
        `of=${target}/dense`,
        'bs=1M',
        'conv=fsync',
        'status=none',
      ],
    },
    ddSyncRead: {
      name: 'dd, dense, fsync, read back',
      isDurable: true,
      readsDense: true,
      words: (source, target) => [
        'sh',
        '-c',
        'dd if="$1" of="$2" bs=1M conv=fsync status=none && dd if="$2" of=/dev/null bs=4M iflag=direct status=none',
        'sh',
        source,
        `${target}/dense`,
      ],
    },
    rsync: {
      name: 'rsync -S',
      isDurable: false,
      runsOnce: true,
      words: (source, target) => ['rsync', '-aS', '--whole-file', source, `${target}/`],
    },
    qemu: { name: 'qemu-img convert', isDurable: false, words: convert('raw') },
    qemuQcow2: { name: 'qemu-img convert', isDurable: false, words: convert('qcow2') },
    node: {
      name: 'node fs.cp',
      isDurable: false,
      words: (source, target) => [
        process.execPath,
        '-e',
        'fs.cpSync(process.argv[1], process.argv[2], { recursive: true })',
        source,
        `${target}/copy`,
      ],
    },
    broken: { name: 'the broken loop, re-created', isDurable: false, words: loop('broken') },
    repaired: { name: 'the repaired loop, re-created', isDurable: false, words: loop('repaired') },
    ferryNoFlush: { name: 'ferry, flushes turned off', isDurable: false, words: ferry(), env: noFlush },
    ferry: { name: 'ferry copy', isDurable: true, words: ferry() },
    ferryTrust: { name: 'ferry copy --holes trust', isDurable: true, words: ferry('--holes', 'trust') },
    ferryVerify: { name: 'ferry copy --verify', isDurable: true, words: ferry('--verify') },
    ferryAudit: { name: 'ferry copy --holes audit', isDurable: true, words: ferry('--holes', 'audit') },
    ferryScan: {
      name: 'ferry copy --holes scan',
      isDurable: true,
      runsOnce: true,
      words: ferry('--holes', 'scan'),
    },
    startUp: {
      name: 'ferry --version',
      isDurable: false,
      words: () => [process.execPath, ferryPath, '--version'],
    },
    bareNode: { name: 'node -e 0', isDurable: false, words: () => [process.execPath, '-e', '0'] },
  } satisfies Readonly<Record<string, Peer>>;
  return peers as Readonly<Record<keyof typeof peers, Peer>>;
}

export type PeerId = keyof ReturnType<typeof makePeers>;

/** Who runs on which shape. fs.cp writes sparse files out in full, 64 GiB of them, so it runs where there is nothing sparse. */
export const contests: Readonly<Record<ShapeId, readonly PeerId[]>> = {
  A: [
    'cp',
    'ferryNoFlush',
    'dd',
    'repaired',
    'qemu',
    'broken',
    'cpSync',
    'ferry',
    'ddSync',
    'ferryVerify',
    'ddSyncRead',
    'ferryAudit',
    'ferryScan',
    'rsync',
  ],
  B: ['cp', 'ferryNoFlush', 'repaired', 'qemu', 'broken', 'cpSync', 'ferry', 'ferryVerify'],
  C: ['cp', 'ferryNoFlush', 'qemuQcow2', 'node', 'cpSync', 'ferry', 'ferryVerify'],
  D: ['startUp', 'ferryNoFlush', 'ferry', 'cp', 'repaired'],
  E: ['cpAll', 'ferryNoFlush', 'node', 'cpAllSync', 'ferry', 'ferryVerify'],
};
