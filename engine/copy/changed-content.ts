import type { NewIdentity } from '../bundle/new-identity.ts';
import { type BundleScan, usedBytes } from '../bundle/scan-bundle.ts';
import type { EntryFacts, OpenFile, Refusal, SeekAnswer } from '../system/file-system.ts';

/** What the copy of a scan is to hold: the same entries, but for those that are left out or have another content. */
export function contentOf(scan: BundleScan, identity: NewIdentity | undefined): BundleScan {
  if (identity === undefined) return scan;
  const entries = scan.entries
    .filter(({ relativePath }) => !identity.leftOut.has(relativePath))
    .map((entry) => {
      const bytes = identity.replaced.get(entry.relativePath);
      return bytes === undefined
        ? entry
        : { ...entry, facts: { ...entry.facts, logicalBytes: bytes.length } };
    });
  const files = entries.filter(({ kind }) => kind === 'file');
  return {
    root: scan.root,
    entries,
    logicalBytes: files.reduce((sum, { facts }) => sum + facts.logicalBytes, 0),
    allocatedBytes: files.reduce((sum, entry) => sum + usedBytes(entry.facts), 0),
  };
}

/** Bytes in memory as a file to be copied, so that the one loop copies them like any other. */
export class ChangedContent implements OpenFile {
  readonly path: string;
  private readonly bytes: Buffer;
  private readonly facts: EntryFacts;

  constructor(path: string, bytes: Buffer, facts: EntryFacts) {
    this.path = path;
    this.bytes = bytes;
    this.facts = facts;
  }

  readFacts(): EntryFacts {
    return this.facts;
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    const part = this.bytes.subarray(position, position + length);
    buffer.set(part, offset);
    return part.length;
  }

  readHole(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return this.read(buffer, offset, length, position);
  }

  descriptorForHoles(): undefined {
    return undefined;
  }

  write(): number {
    throw new Error('content to be copied is not written to');
  }

  setLength(): void {
    throw new Error('content to be copied is not written to');
  }

  findHole(): SeekAnswer {
    return 'unsupported';
  }

  findData(): SeekAnswer {
    return 'unsupported';
  }

  tryPunch(): Refusal | 'punched' {
    return { refused: 'not a file' };
  }

  readLock(): 'unsupported' {
    return 'unsupported';
  }

  flush(): void {}
  settle(): void {}
  readFromDevice(): void {}
  expectOnePass(): void {}
  forget(): void {}
  close(): void {}
}
