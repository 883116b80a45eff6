import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadStreamHash, type StreamHash, segmentBytes } from '../../engine/copy/content-digest.ts';
import { copyBundle } from '../../engine/copy/copy-bundle.ts';
import type { CopyNote } from '../../engine/copy/copy-note.ts';
import type { CopyRequest } from '../../engine/copy/copy-request.ts';
import { removeSource } from '../../engine/copy/remove-source.ts';
import { FerryError, SystemCallError } from '../../engine/errors.ts';
import { pastOfJournal } from '../../engine/past-of-journal.ts';
import type { FileSystem } from '../../engine/system/file-system.ts';
import type { JournalEntry } from '../../engine/transfers/journal.ts';
import { faultyFileSystem } from '../support/faulty-file-system.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { rememberingObserver } from '../support/silent-observer.ts';

/*
 * Every call of a transfer fails, or is the last before a power cut that keeps only what was flushed. After each: the
 * source is whole, the target name is free or holds a complete copy, no descriptor is open, and a resume finishes.
 */
const MiB = 2 ** 20;
let hash: StreamHash;
let faults = 0;
let crashes = 0;

beforeAll(async () => {
  hash = await loadStreamHash();
});
afterAll(() => console.log(`every call: ${faults} faults and ${crashes} power cuts, all survived`));

class PowerCut extends Error {}

/** Two volumes: the source on one, the target on the other. Everything there is durable. */
function makeWorld(): MemoryFileSystem {
  const system = new MemoryFileSystem();
  system.isHoleMapTrusted = true;
  system.devices.set('/target', 2n);
  for (const folder of ['/vms', '/vms/X.utm', '/vms/X.utm/Data', '/target', '/snapshots'])
    system.makeFolder(folder);
  system.put('/vms/X.utm/config.plist', 100, [{ start: 0, bytes: Buffer.alloc(100, 'c') }]);
  system.put('/vms/X.utm/Data/disk.img', segmentBytes + 3 * MiB, [
    { start: MiB, bytes: Buffer.alloc(MiB, 1) },
    { start: segmentBytes + MiB, bytes: Buffer.alloc(MiB, 2) },
  ]);
  system.makeLink('/vms/X.utm/link', '/etc/hosts');
  system.tryFlushVolume('/');
  return system;
}

/** Everything that is in the files; their holes would only take time. */
const contentOf = (system: MemoryFileSystem, root: string) => {
  const at = (name: string, start: number, length: number) => {
    const file = system.openForReading(`${root}/${name}`);
    const bytes = Buffer.alloc(length);
    file.read(bytes, 0, length, start);
    const { logicalBytes, allocatedBytes } = file.readFacts();
    file.close();
    return `${logicalBytes} ${allocatedBytes} ${createHash('sha1').update(bytes).digest('hex')}`;
  };
  return [
    at('config.plist', 0, 100),
    at('Data/disk.img', 0, 3 * MiB),
    at('Data/disk.img', segmentBytes, 3 * MiB),
  ];
};

/** The owner's part in memory: notes become a journal, and what was written is flushed behind, then written down. */
function ownerOf(system: MemoryFileSystem) {
  const journal: JournalEntry[] = [];
  const observer = rememberingObserver();
  const noted = (note: CopyNote) => {
    if (note.kind === 'wrote') {
      const file = system.openForReading(note.stagedPath);
      file.flush();
      file.close();
      journal.push({
        kind: 'flushed',
        path: note.path,
        offset: Math.floor(note.position / segmentBytes) * segmentBytes,
      });
    } else if (note.kind === 'finished') {
      journal.push({
        kind: 'finished',
        path: note.path,
        copiedBytes: note.copiedBytes,
        holeBytes: note.holeBytes,
      });
    } else if (note.kind === 'staged' || note.kind === 'created' || note.kind === 'segment') {
      journal.push(note);
    }
  };
  return { journal, observer: { ...observer, noted } };
}

const orders: Readonly<Record<string, Partial<CopyRequest>>> = {
  'a copy': {},
  'a verified copy': { verify: true },
  'a copy from a snapshot': { snapshotFolders: ['/snapshots/one'] },
  'a move': { verb: 'move', remove: 'delete', verify: true },
};

const requestOf = (order: Partial<CopyRequest>): CopyRequest => ({
  id: 'test',
  source: '/vms/X.utm',
  targetFolder: '/target',
  verify: false,
  allowExpansion: false,
  dryRun: false,
  keepUnfinished: true,
  ...order,
});

async function transfer(
  fileSystem: FileSystem,
  request: CopyRequest,
  observer: ReturnType<typeof rememberingObserver>,
): Promise<void> {
  const result = copyBundle(fileSystem, request, observer, request.verify ? hash : undefined);
  if (request.verb === 'move')
    await removeSource(fileSystem, result.source, result.original, 'delete', request.id, async () => {});
}

/** The promises of design.md section 4, whatever has happened. */
function requirePromises(system: MemoryFileSystem, expected: readonly string[], isMove: boolean): void {
  const names = system.readNames('/target');
  const isThere = names.includes('X.utm');
  if (isThere) expect(contentOf(system, '/target/X.utm')).toEqual(expected);
  if (!isMove || !isThere) expect(contentOf(system, '/vms/X.utm')).toEqual(expected);
  expect(names.filter((name) => name !== 'X.utm' && !name.includes('.ferry-test'))).toEqual([]);
}

async function resumeUntilDone(
  system: MemoryFileSystem,
  request: CopyRequest,
  journal: JournalEntry[],
  expected: readonly string[],
): Promise<void> {
  const { observer, journal: more } = ownerOf(system);
  await transfer(system, { ...request, past: pastOfJournal([...journal, ...more], '') }, observer);
  expect(contentOf(system, '/target/X.utm')).toEqual(expected);
  expect(system.readLinkAim('/target/X.utm/link')).toBe('/etc/hosts');
  expect(system.readNames('/target')).toEqual(['X.utm']);
  expect(system.openFiles).toBe(0);
  if (request.verb === 'move') expect(system.readNames('/vms')).toEqual([]);
}

/** Errors that end a copy for good sweep; a probe that could not be removed must not stand in the way. */
function sweepProbes(system: MemoryFileSystem): void {
  for (const name of system.readNames('/target'))
    if (name.startsWith('.probe')) system.removeFile(`/target/${name}`);
}

describe.each(Object.entries(orders))('%s', (_name, order) => {
  const open = () => {
    const system = makeWorld();
    system.canClone = order.snapshotFolders !== undefined;
    return { system, expected: contentOf(system, '/vms/X.utm'), request: requestOf(order) };
  };

  it.each(['EIO', 'ENOSPC', 'EACCES'])('survives %s at every call, once, and resumes', async (code) => {
    for (let target = 1, isDone = false; !isDone; target++) {
      const { system, expected, request } = open();
      const { journal, observer } = ownerOf(system);
      isDone = true;
      const faulty = faultyFileSystem(system, ({ number, verb, path }) => {
        if (number < target) return;
        isDone = false;
        if (number !== target || verb === 'close') return;
        faults++;
        throw new SystemCallError(code, verb, path);
      });
      let error: unknown;
      try {
        await transfer(faulty, request, observer);
      } catch (thrown) {
        error = thrown;
      }
      if (error !== undefined) expect(error, String((error as Error).stack)).toBeInstanceOf(FerryError);
      requirePromises(system, expected, request.verb === 'move');
      expect(system.openFiles).toBe(0);
      if (error === undefined) continue;
      sweepProbes(system);
      await resumeUntilDone(system, request, journal, expected);
    }
  });

  it('survives a power cut before every call, and resumes', async () => {
    for (let target = 1, isDone = false; !isDone; target++) {
      const { system, expected, request } = open();
      const { journal, observer } = ownerOf(system);
      isDone = true;
      const faulty = faultyFileSystem(system, ({ number }) => {
        if (number < target) return;
        isDone = false;
        throw new PowerCut();
      });
      try {
        await transfer(faulty, request, observer);
      } catch (thrown) {
        if (thrown instanceof FerryError) expect(String(thrown.facts.cause)).toContain('Error');
        else expect(thrown).toBeInstanceOf(PowerCut);
      }
      if (isDone) break;
      crashes++;
      const left = system.crash();
      left.devices.set('/target', 2n);
      requirePromises(left, expected, request.verb === 'move');
      sweepProbes(left);
      await resumeUntilDone(left, request, journal, expected);
    }
  });
});
