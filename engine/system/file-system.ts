/**
 * Everything the engine asks of an operating system, in neutral words. All calls are synchronous: the copy runs in
 * a worker thread. Every implementation passes the same contract suite (test/contract).
 *
 * Refusals that a caller must expect are return values. Anything else is a SystemCallError with the native error
 * number, the call and the path.
 */
export interface FileSystem {
  readonly name: FileSystemName;

  /** Facts of the entry itself: a link is not followed. @throws ENOENT and friends */
  readFacts(path: string): EntryFacts;
  /** Names in a folder, sorted by code unit. A name that is not UTF-8 is returned as bytes: it cannot be a path. */
  readNames(folder: string): (string | Uint8Array)[];
  readLinkAim(path: string): string;
  /** The path with every link resolved. @throws ENOENT */
  resolve(path: string): string;

  /** Opens a plain file for reading; never follows a link in the last component, never waits on a FIFO. */
  openForReading(path: string): OpenFile;
  /** Creates a file that must not exist yet, mode 0600, open for reading and writing. */
  createFile(path: string): OpenFile;
  /** Opens an existing plain file for reading and writing; never follows a link in the last component. */
  openForWriting(path: string): OpenFile;
  makeFolder(path: string): void;
  makeLink(path: string, aim: string): void;
  /** Makes `target` share the blocks of `source`. Same volume only; `target` must not exist. */
  tryClone(source: string, target: string): Refusal | 'cloned';
  /** Gives `source` the name `target` unless that name is taken. Same volume only. */
  tryRename(source: string, target: string): 'renamed' | 'taken';
  /** Makes a folder of ours writable and searchable for us again, so that what is in it can be removed. */
  unlockFolder(path: string): void;
  removeFile(path: string): void;
  removeFolder(path: string): void;

  /**
   * Gives `target` the extended attributes, access lists, owner (where allowed), mode and times of `source`.
   * Losses are returned, not thrown. Flags that would stop a rename are left to `copyFlags`.
   */
  copyMetadata(source: string, target: string, facts: EntryFacts): MetadataLoss[];
  /** After the commit: flags such as "locked" that forbid renaming. */
  copyFlags(facts: EntryFacts, target: string): MetadataLoss[];
  /** Marks a staging folder as not worth backing up, where such a mark exists. Never fails. */
  excludeFromBackup(path: string): void;

  /** Makes the names in a folder durable. */
  flushFolder(path: string): void;
  /** Makes everything written to the volume of `path` durable in one call, where the system has such a call. */
  tryFlushVolume(path: string): Refusal | 'flushed';

  /** Memory for reads and writes, placed where the system moves bytes fastest; other threads can share it. Holds anything. */
  makeBuffer(bytes: number): Buffer;

  readVolume(path: string): VolumeFacts;
  /** Where volumes are mounted now; to find one that came back elsewhere. */
  readMountPoints(): string[];
  /** Which other processes hold something open at or below `path`, each once; or why that cannot be told here. */
  readHolders(path: string): Holder[] | Refusal;
}

/** A process that holds a file open. */
export interface Holder {
  readonly pid: number;
  readonly name: string;
  /** One thing it holds; one that it may write to, if there is any. */
  readonly path: string;
  /** `unknown` where the system does not say. */
  readonly access: 'read' | 'write' | 'unknown';
}

export type FileSystemName = 'linux' | 'macos' | 'portable' | 'memory';

/** An expected no, with the reason in the system's own word (`ENOTSUP`, `EXDEV` …) or ours. */
export interface Refusal {
  readonly refused: string;
}

export interface OpenFile {
  readonly path: string;
  readFacts(): EntryFacts;
  /** Reads at most `length` bytes; short reads are normal, 0 means the end. */
  read(buffer: Uint8Array, offset: number, length: number, position: number): number;
  /**
   * As `read`, for what the map claims to be a hole: past the cache where that is known to give the same bytes and costs less.
   * Holes read through a cache fill it with zeros.
   */
  readHole(buffer: Uint8Array, offset: number, length: number, position: number): number;
  /**
   * A descriptor through which another thread of this process may read what `readHole` reads, with pread and in whole blocks of
   * 4 KiB, as long as this file is open; undefined where there is none.
   */
  descriptorForHoles(): number | undefined;
  /** Writes at most `length` bytes; short writes are normal. */
  write(buffer: Uint8Array, offset: number, length: number, position: number): number;
  setLength(bytes: number): void;
  /**
   * The first hole at or after `position`; the end of the file counts as one. `none` when the system says that no
   * hole follows (data to the end).
   */
  findHole(position: number): SeekAnswer;
  /** The first data after the hole at `position`. Ask only at a known hole: macOS skips ahead inside data. */
  findData(position: number): SeekAnswer;
  /** Frees the blocks of `[start, end)`; both ends must be multiples of the volume's block size. */
  tryPunch(start: number, end: number): Refusal | 'punched';
  /** Makes content and length durable (F_FULLFSYNC on macOS). */
  flush(): void;
  /**
   * Whether another process has a lock on any part of this file, asked without keeping one: a guest that starts at this
   * moment must not fail for it.
   */
  readLock(): 'free' | 'locked' | 'unsupported';
  /** Asks that unwritten changes of others reach the file system before its hole map is read. Never fails. */
  settle(): void;
  /** From now on reads come from the device as far as the system allows. Flush first. Never fails. */
  readFromDevice(): void;
  /** Content will be read once, from front to back. Never fails. */
  expectOnePass(): void;
  /** Content in `[start, end)` will not be needed again: do not let it push others out of memory. Never fails. */
  forget(start: number, end: number): void;
  close(): void;
}

/** A byte offset, or `none` (no such thing at or after the position), or `unsupported`. */
export type SeekAnswer = number | 'none' | 'unsupported';

export type EntryKind = 'file' | 'folder' | 'link' | 'fifo' | 'socket' | 'device' | 'unknown';

export interface EntryFacts {
  readonly kind: EntryKind;
  readonly device: bigint;
  readonly inode: bigint;
  readonly linkCount: number;
  /** Size as seen, in bytes. At most 2^53 - 1; longer files are refused with EFBIG. */
  readonly logicalBytes: number;
  /** Blocks used, in bytes. */
  readonly allocatedBytes: number;
  /** Permission bits, 0 to 0o7777. */
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
  /** Nanoseconds since 1970. */
  readonly accessedNs: bigint;
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
  readonly bornNs: bigint;
  /** st_flags on macOS, 0 elsewhere. */
  readonly flags: number;
  /** True when the content is not on this machine (iCloud Drive): reading it, or listing a folder, downloads it. */
  readonly isDataless: boolean;
}

export interface MetadataLoss {
  readonly path: string;
  /** What could not be kept, for example `extended attribute user.note`, `owner`, `access list`. */
  readonly what: string;
  /** Symbolic error number or a short reason. */
  readonly reason: string;
}

export interface VolumeFacts {
  /** The system's name for the kind of volume: `ext4`, `apfs`, `exfat` …, or the magic number in hex. */
  readonly typeName: string;
  /** Names the volume wherever it is mounted; undefined where the system does not tell. */
  readonly uuid: string | undefined;
  /** The folder at which it is mounted; `/` where the system does not tell. */
  readonly mountPoint: string;
  readonly blockBytes: number;
  readonly totalBytes: number;
  /** Bytes that this user may still write. */
  readonly freeBytes: number;
  /** Longest file the volume says it can hold, in bytes; undefined where it does not say. */
  readonly longestFileBytes: number | undefined;
  /** True only where reading the hole map is known to be right, also for changes not yet flushed (H2). */
  readonly isHoleMapTrusted: boolean;
  /** Length of a test file that must come out with a hole, in bytes: APFS makes none below 16-32 MiB (H3). */
  readonly holeProbeBytes: number;
  /** What this implementation can carry over. */
  readonly keepsExtendedAttributes: boolean;
}
