import { SystemCallError } from '../../engine/errors.ts';
import type { EntryFacts, EntryKind } from '../../engine/system/file-system.ts';

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

  /** What is left of it after a power cut. */
  survivor(): MemoryInode {
    const left = new MemoryInode(this.kind, this.device);
    Object.assign(left, {
      mode: this.mode,
      linkAim: this.linkAim,
      modifiedNs: this.modifiedNs,
      changedNs: this.changedNs,
    });
    Object.defineProperty(left, 'inode', { value: this.inode });
    left.content = {
      logicalBytes: this.durableContent?.logicalBytes ?? 0,
      blocks: new Map(this.durableContent?.blocks),
    };
    for (const [name, value] of this.attributes) left.attributes.set(name, value);
    left.flush();
    for (const [name, child] of this.durableNames) left.names.set(name, child.survivor());
    left.durableNames = new Map(left.names);
    return left;
  }
}

function tick(): bigint {
  clockNs += 1_000_003n;
  return clockNs;
}
