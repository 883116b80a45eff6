import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { type StreamHash, segmentBytes } from '../../engine/copy/content-digest.ts';
import { copyBundle } from '../../engine/copy/copy-bundle.ts';
import type { CopyNote } from '../../engine/copy/copy-note.ts';
import type { CopyRequest } from '../../engine/copy/copy-request.ts';
import { removeSource } from '../../engine/copy/remove-source.ts';
import { pastOfJournal } from '../../engine/past-of-journal.ts';
import type { FileSystem } from '../../engine/system/file-system.ts';
import type { JournalEntry } from '../../engine/transfers/journal.ts';
import { faultyFileSystem } from '../support/faulty-file-system.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { type RememberingObserver, rememberingObserver } from '../support/silent-observer.ts';
import { trust } from '../support/trust-report.ts';

/** Thrown in the place of a call: from there on nothing happens any more. */
export class PowerCut extends Error {}

/** Pieces of data in the disk image: at its front, and behind the first flushed offset. */
const pieceBytes = 40_000;
const pieces = [
  { start: 65_536, bytes: Buffer.alloc(pieceBytes, 1) },
  { start: segmentBytes + 65_536, bytes: Buffer.alloc(pieceBytes, 2) },
  { start: 2 * segmentBytes + 4096, bytes: Buffer.alloc(pieceBytes, 3) },
];
const diskBytes = 2 * segmentBytes + 200_000;

/** Two volumes: the source on one, the target on the other. Everything there is durable. */
export function makeWorld(order: Order): MemoryFileSystem {
  const system = new MemoryFileSystem();
  system.isHoleMapTrusted = true;
  system.canClone = order.request.snapshotFolders !== undefined;
  system.devices.set('/target', 2n);
  for (const folder of ['/vms', '/vms/X.utm', '/vms/X.utm/Data', '/target', '/snapshots'])
    system.makeFolder(folder);
  system.put('/vms/X.utm/config.plist', 100, [{ start: 0, bytes: Buffer.alloc(100, 'c') }]);
  system.put('/vms/X.utm/Data/disk.img', diskBytes, pieces);
  system.makeLink('/vms/X.utm/link', '/etc/hosts');
  system.tryFlushVolume('/');
  return system;
}

/** Everything that is in the files; their holes would only take time. */
export function contentOf(system: MemoryFileSystem, root: string): string[] {
  const at = (name: string, start: number, length: number) => {
    const file = system.openForReading(`${root}/${name}`);
    const bytes = Buffer.alloc(length);
    file.read(bytes, 0, length, start);
    const { logicalBytes, allocatedBytes } = file.readFacts();
    file.close();
    return `${name} ${start} ${logicalBytes} ${allocatedBytes} ${createHash('sha1').update(bytes).digest('hex')}`;
  };
  return [
    at('config.plist', 0, 100),
    ...pieces.map(({ start }) => at('Data/disk.img', start - 4096, pieceBytes + 8192)),
  ];
}

/** One way to ask for a transfer. */
export interface Order {
  readonly title: string;
  readonly request: Partial<CopyRequest>;
  /** It goes on with a run that lost power once part of the disk image was flushed. */
  readonly isResumed?: boolean;
}

export const orders: readonly Order[] = [
  { title: 'a copy', request: {} },
  { title: 'a verified copy', request: { verify: true } },
  { title: 'a copy from a snapshot', request: { snapshotFolders: ['/snapshots/one'] } },
  { title: 'a move', request: { verb: 'move', remove: 'delete', verify: true } },
  { title: 'a resumed copy', request: {}, isResumed: true },
  { title: 'a resumed move', request: { verb: 'move', remove: 'delete', verify: true }, isResumed: true },
];

const requestOf = (order: Order): CopyRequest => ({
  id: 'test',
  source: '/vms/X.utm',
  targetFolder: '/target',
  verify: false,
  allowExpansion: false,
  dryRun: false,
  keepUnfinished: true,
  ...order.request,
});

/** A transfer about to begin, or to go on. */
export interface Scene {
  readonly system: MemoryFileSystem;
  readonly order: Order;
  readonly expected: readonly string[];
  readonly journal: JournalEntry[];
  /** An earlier run of the same transfer has begun. */
  readonly isRetry?: boolean;
}

export function openScene(order: Order, hash: StreamHash): Scene {
  const system = makeWorld(order);
  const scene: Scene = { system, order, expected: contentOf(system, '/vms/X.utm'), journal: [] };
  if (order.isResumed !== true) return scene;
  const cut = faultyFileSystem(system, ({ verb }) => {
    const isDurable = scene.journal.some((entry) => entry.kind === 'flushed' && entry.offset > 0);
    if (isDurable && verb === 'write') throw new PowerCut();
  });
  expect(() => copyOnce(scene, cut, hash)).toThrow(PowerCut);
  return { ...scene, system: afterPowerCut(system), isRetry: true };
}

/** The owner's part in memory: notes become a journal, and what was written is flushed behind, then written down. */
function ownerOf({ system, journal }: Scene): RememberingObserver {
  const flushedUntil = new Map<string, number>();
  const noted = (note: CopyNote) => {
    if (note.kind === 'wrote') {
      // As the real one, which leaves the rest to the writer.
      if (note.position - (flushedUntil.get(note.path) ?? 0) < segmentBytes) return;
      flushedUntil.set(note.path, note.position);
      const file = system.openForReading(note.stagedPath);
      file.flush();
      file.close();
      const offset = Math.floor(note.position / segmentBytes) * segmentBytes;
      journal.push({ kind: 'flushed', path: note.path, offset });
    } else if (note.kind === 'finished') {
      const { path, copiedBytes, holeBytes } = note;
      journal.push({ kind: 'finished', path, copiedBytes, holeBytes });
    } else if (note.kind === 'staged' || note.kind === 'created' || note.kind === 'segment') {
      journal.push(note);
    }
  };
  return { ...rememberingObserver(), noted };
}

function copyOnce(scene: Scene, fileSystem: FileSystem, hash: StreamHash) {
  const { order, journal } = scene;
  const past = scene.isRetry === true ? pastOfJournal([...journal], '') : undefined;
  const request = { ...requestOf(order), past };
  return copyBundle(fileSystem, request, ownerOf(scene), request.verify ? hash : undefined);
}

/** Runs the transfer of a scene to its end through `fileSystem`; its journal grows. */
export async function transfer(scene: Scene, fileSystem: FileSystem, hash: StreamHash): Promise<void> {
  const result = copyOnce(scene, fileSystem, hash);
  if (scene.order.request.verb === 'move')
    await removeSource(fileSystem, result.source, result.original, 'delete', 'test', async () => {});
}

/** The promises of design.md section 4, whatever has happened. */
export function requirePromises({ system, order, expected }: Scene): void {
  const names = system.readNames('/target');
  const isThere = names.includes('X.utm');
  if (isThere) {
    expect(contentOf(system, '/target/X.utm')).toEqual(expected);
    expect(system.readLinkAim('/target/X.utm/link')).toBe('/etc/hosts');
  }
  if (order.request.verb !== 'move' || !isThere) expect(contentOf(system, '/vms/X.utm')).toEqual(expected);
  expect(names.filter((name) => name !== 'X.utm' && !name.includes('.ferry-test'))).toEqual([]);
  trust('checks');
}

/** Goes on with what is left, without any more faults, and requires the whole copy and nothing beside it. */
export async function resumeUntilDone(scene: Scene, hash: StreamHash): Promise<void> {
  const { system, order, expected } = scene;
  await transfer({ ...scene, isRetry: true }, system, hash);
  expect(contentOf(system, '/target/X.utm')).toEqual(expected);
  expect(system.readLinkAim('/target/X.utm/link')).toBe('/etc/hosts');
  expect(system.readNames('/target')).toEqual(['X.utm']);
  expect(system.openFiles).toBe(0);
  if (order.request.verb === 'move') expect(system.readNames('/vms')).toEqual([]);
  trust('resumes');
  trust('checks');
}

/** What is left after the power came back. */
export function afterPowerCut(
  system: MemoryFileSystem,
  random?: Parameters<MemoryFileSystem['crash']>[0],
): MemoryFileSystem {
  const left = system.crash(random);
  left.devices.set('/target', 2n);
  return left;
}
