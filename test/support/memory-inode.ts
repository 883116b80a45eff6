import { SystemCallError } from '../../engine/errors.ts';
import type { EntryFacts, EntryKind } from '../../engine/system/file-system.ts';
import type { SeededRandom } from './seeded-random.ts';

export const memoryBlockBytes = 4096;

/** Content of a file: blocks that exist are data, the others are holes. Blocks are never changed in place. */
interface Content {
  logicalBytes: number;
  blocks: Map<number, Buffer>;
}

let nextInode = 1n;
let clockNs = 1_700_000_000_000_000_000n;

/** One thing in the memory file system, with what of it would survive a power cut. */
export class MemoryInode {
  readonly kind: EntryKind;
  readonly inode = nextInode++;
  device: bigint;
  mode = 0o600;
  owner = 0;
  group = 0;
  modifiedNs = tick();
  accessedNs = this.modifiedNs;
  changedNs = this.modifiedNs;
  bornNs = this.modifiedNs;
  flags = 0;
  isDataless = false;
  linkAim = '';
  content: Content = { logicalBytes: 0, blocks: new Map() };
  readonly names = new Map<string, MemoryInode>();
  readonly attributes = new Map<string, Buffer>();
  /** Stretches that the hole map claims to be holes whatever is in them. */
  claimedHoles: { start: number; end: number }[] = [];
  /** As of the last flush; undefined: nothing of it would survive. */
  durableContent: Content | undefined;
  durableNames = new Map<string, MemoryInode>();

  constructor(kind: EntryKind, device: bigint) {
    this.kind = kind;
    this.device = device;
  }

  facts(): EntryFacts {
    const { kind, device, inode, mode, owner, group, modifiedNs, accessedNs, changedNs, bornNs } = this;
    const { flags, isDataless } = this;
    return {
      kind,
      device,
      inode,
      linkCount: 1,
      mode,
      owner,
      group,
      modifiedNs,
      accessedNs,
      changedNs,
      bornNs,
      flags,
      isDataless,
      logicalBytes: this.content.logicalBytes,
      allocatedBytes: this.content.blocks.size * memoryBlockBytes,
    };
  }

  touch(): void {
    this.modifiedNs = tick();
    this.changedNs = this.modifiedNs;
  }

  flush(): void {
    this.durableContent = { logicalBytes: this.content.logicalBytes, blocks: new Map(this.content.blocks) };
  }

  child(name: string, path: string, call: string): MemoryInode {
    if (this.kind !== 'folder') throw new SystemCallError('ENOTDIR', call, path);
    const child = this.names.get(name);
    if (child === undefined) throw new SystemCallError('ENOENT', call, path);
    return child;
  }
}

/** One change of names, which may touch two folders. */
export interface FolderChange {
  readonly names: readonly (readonly [folder: MemoryInode, name: string, inode: MemoryInode | undefined])[];
  /** Folders that were not flushed since. */
  readonly waiting: Set<MemoryInode>;
  /** Whether a flush of one of its folders has reached it. */
  isDurable: boolean;
}

/**
 * What is left below a folder after a power cut.
 *
 * @param random decides for everything unflushed whether it was written all the same; absent: nothing was
 */
export function survivorOf(
  root: MemoryInode,
  unflushed: readonly FolderChange[],
  random: SeededRandom | undefined,
): MemoryInode {
  const names = new Map<MemoryInode, Map<string, MemoryInode>>();
  const namesOf = (folder: MemoryInode) => {
    const known = names.get(folder) ?? new Map(folder.durableNames);
    names.set(folder, known);
    return known;
  };
  const cut = new Set<MemoryInode>();
  for (const { names: changes, waiting, isDurable } of random === undefined ? [] : unflushed) {
    const isCut = changes.some(([folder]) => waiting.has(folder) && cut.has(folder));
    const isKept = !isCut && (isDurable || (random as SeededRandom).next() < 0.7);
    for (const [folder, name, inode] of changes) {
      if (!waiting.has(folder)) continue;
      if (!isKept) cut.add(folder);
      else if (inode === undefined) namesOf(folder).delete(name);
      else namesOf(folder).set(name, inode);
    }
  }
  const survivors = new Map<MemoryInode, MemoryInode>();
  const survive = (inode: MemoryInode): MemoryInode => {
    const known = survivors.get(inode);
    if (known !== undefined) return known;
    const left = new MemoryInode(inode.kind, inode.device);
    survivors.set(inode, left);
    const { mode, linkAim, modifiedNs, changedNs } = inode;
    Object.assign(left, { mode, linkAim, modifiedNs, changedNs });
    Object.defineProperty(left, 'inode', { value: inode.inode });
    left.content = contentAfter(inode, random);
    for (const [name, value] of inode.attributes) left.attributes.set(name, value);
    left.flush();
    for (const [name, child] of namesOf(inode)) left.names.set(name, survive(child));
    left.durableNames = new Map(left.names);
    return left;
  };
  return survive(root);
}

/** Every unflushed block, and the length, may be there or not: a volume writes them in any order. */
function contentAfter(inode: MemoryInode, random: SeededRandom | undefined): Content {
  const durable = inode.durableContent ?? { logicalBytes: 0, blocks: new Map<number, Buffer>() };
  const blocks = new Map(durable.blocks);
  if (random === undefined) return { logicalBytes: durable.logicalBytes, blocks };
  const now = inode.content;
  const logicalBytes = random.next() < 0.7 ? now.logicalBytes : durable.logicalBytes;
  for (const index of new Set([...blocks.keys(), ...now.blocks.keys()])) {
    const block = now.blocks.get(index);
    if (block === blocks.get(index) || random.next() < 0.5) continue;
    if (block === undefined) blocks.delete(index);
    else blocks.set(index, block);
  }
  for (const index of [...blocks.keys()]) if (index * memoryBlockBytes >= logicalBytes) blocks.delete(index);
  // Behind the end of a file its volume shows zeros, whatever was there.
  const last = blocks.get(Math.floor(logicalBytes / memoryBlockBytes));
  if (last !== undefined)
    blocks.set(
      Math.floor(logicalBytes / memoryBlockBytes),
      Buffer.from(last).fill(0, logicalBytes % memoryBlockBytes),
    );
  return { logicalBytes, blocks };
}

function tick(): bigint {
  clockNs += 1_000_003n;
  return clockNs;
}
