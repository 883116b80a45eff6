import { type BundleEntry, type BundleScan, pathIn } from '../bundle/scan-bundle.ts';
import { FerryError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { asSourceError, asTargetError } from './blame.ts';
import { type ContentDigest, findDifference, type StreamHash } from './content-digest.ts';
import type { CopyObserver } from './copy-observer.ts';
import { enterPhase } from './enter-phase.ts';
import { digestChunkBytes, readContentDigest } from './read-content-digest.ts';
import { scanCopy } from './scan-copy.ts';

/** One way in which a copy is not its source. */
export interface Difference {
  readonly relativePath: string;
  readonly what: 'missing' | 'extra' | 'kind' | 'link aim' | 'length' | 'content';
  /** For content: the differing bytes lie in the 64 MiB from here on. */
  readonly position?: number;
}

/**
 * Compares a copy, read back from its device, with the digests taken while the source was read; files without such a
 * digest (clones) are read on both sides. Names, kinds and link aims are compared too. Metadata is not.
 *
 * @param copyRoot the staging folder, or a finished copy
 * @returns differences in path order, at most `differencesMax`
 * @throws FerryError SOURCE_UNREADABLE, TARGET_FAILED, CANCELLED
 */
export function verifyCopy(
  fileSystem: FileSystem,
  scan: BundleScan,
  copyRoot: string,
  digests: ReadonlyMap<string, ContentDigest>,
  hash: StreamHash,
  observer: CopyObserver,
): Difference[] {
  const copy = new Map(scanCopy(fileSystem, copyRoot).entries.map((entry) => [entry.relativePath, entry]));
  const comparison = new Comparison(fileSystem, scan.root, copyRoot, digests, hash, observer);
  enterPhase(observer, 'verifying', comparison.workBytes(scan));
  const differences: Difference[] = [];
  for (const entry of scan.entries) {
    observer.control.check();
    const difference = comparison.compare(entry, copy.get(entry.relativePath));
    copy.delete(entry.relativePath);
    if (difference !== undefined && differences.push(difference) >= differencesMax) return differences;
  }
  for (const relativePath of copy.keys()) differences.push({ relativePath, what: 'extra' });
  return differences.slice(0, differencesMax);
}

/** A copy with this many differences is wrong as a whole; more would only fill the screen. */
export const differencesMax = 100;

/** @throws FerryError COPY_DIFFERS when there is any difference */
export function requireNoDifference(differences: readonly Difference[], copyRoot: string): void {
  const first = differences[0];
  if (first === undefined) return;
  const rest = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
  throw new FerryError(
    'COPY_DIFFERS',
    `The copy differs from its source: ${describe(first)}${rest}.`,
    'The copy was not kept and the source is untouched. Check the target volume and its cable, then try again.',
    { path: first.relativePath === '' ? copyRoot : `${copyRoot}/${first.relativePath}` },
  );
}

/** One difference in plain words. */
export function describe(difference: Difference): string {
  const name = difference.relativePath || 'the file itself';
  switch (difference.what) {
    case 'missing':
      return `${name} is missing in the copy`;
    case 'extra':
      return `${name} is only in the copy`;
    case 'content':
      return `${name} holds other bytes at or after ${(difference.position ?? 0).toLocaleString('en')}`;
    default:
      return `${name} has another ${difference.what}`;
  }
}

class Comparison {
  private readonly fileSystem: FileSystem;
  private readonly sourceRoot: string;
  private readonly copyRoot: string;
  private readonly digests: ReadonlyMap<string, ContentDigest>;
  private readonly hash: StreamHash;
  private readonly observer: CopyObserver;
  private readonly buffer: Buffer;
  private readonly trustedDevices = new Map<bigint, boolean>();

  constructor(
    fileSystem: FileSystem,
    sourceRoot: string,
    copyRoot: string,
    digests: ReadonlyMap<string, ContentDigest>,
    hash: StreamHash,
    observer: CopyObserver,
  ) {
    this.fileSystem = fileSystem;
    this.sourceRoot = sourceRoot;
    this.copyRoot = copyRoot;
    this.digests = digests;
    this.hash = hash;
    this.observer = observer;
    this.buffer = fileSystem.makeBuffer(digestChunkBytes);
  }

  workBytes(scan: BundleScan): number {
    let bytes = 0;
    for (const entry of scan.entries) {
      if (entry.kind === 'file')
        bytes += entry.facts.logicalBytes * (this.digests.has(entry.relativePath) ? 1 : 2);
    }
    return bytes;
  }

  compare(entry: BundleEntry, copy: BundleEntry | undefined): Difference | undefined {
    const { relativePath } = entry;
    if (copy === undefined) return { relativePath, what: 'missing' };
    if (entry.kind !== copy.kind) return { relativePath, what: 'kind' };
    if (entry.linkAim !== copy.linkAim) return { relativePath, what: 'link aim' };
    if (entry.kind !== 'file') return undefined;
    if (entry.facts.logicalBytes !== copy.facts.logicalBytes) return { relativePath, what: 'length' };
    const source = this.digests.get(relativePath) ?? this.digest(this.sourceRoot, entry, asSourceError);
    const position = findDifference(source, this.digest(this.copyRoot, copy, asTargetError));
    return position === undefined ? undefined : { relativePath, what: 'content', position };
  }

  /** Asked once a volume: with thousands of small files the question took longer than reading them. */
  private isHoleMapTrusted(path: string, device: bigint): boolean {
    const known = this.trustedDevices.get(device);
    if (known !== undefined) return known;
    const { isHoleMapTrusted } = this.fileSystem.readVolume(path);
    this.trustedDevices.set(device, isHoleMapTrusted);
    return isHoleMapTrusted;
  }

  private digest(
    root: string,
    entry: BundleEntry,
    blame: (path: string, thrown: unknown) => unknown,
  ): ContentDigest {
    const path = pathIn(root, entry);
    try {
      const file = this.fileSystem.openForReading(path);
      try {
        file.settle();
        file.readFromDevice();
        const isHoleMapTrusted = this.isHoleMapTrusted(path, entry.facts.device);
        const { hash, buffer } = this;
        const { control, board } = this.observer;
        return readContentDigest({
          file,
          logicalBytes: entry.facts.logicalBytes,
          isHoleMapTrusted,
          hash,
          buffer,
          control,
          board,
        });
      } finally {
        file.close();
      }
    } catch (thrown) {
      throw blame(path, thrown);
    }
  }
}
