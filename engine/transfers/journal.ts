import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';
import { errnoOf } from '../errors.ts';
import { appendFlags, readOwnText } from './read-own-text.ts';

const text = z.string().max(65_536);
const count = z.number().int().min(0);

/**
 * What is on the target's device, one line each. A line is written after the flush it speaks of: the journal may
 * claim less than the volume holds, never more.
 */
const journalEntrySchema = z.discriminatedUnion('kind', [
  /** The staging folder stands. Unless it was resumed, everything before this line counts no longer. */
  z.strictObject({
    kind: z.literal('staged'),
    scan: text,
    original: text,
    inode: text,
    isResumed: z.boolean(),
  }),
  /** A staged file exists; content to come. What was said of an earlier one of that name counts no longer. */
  z.strictObject({ kind: z.literal('created'), path: text, inode: text }),
  /** The staged file is durable up to `offset`, a multiple of the segment length. */
  z.strictObject({ kind: z.literal('flushed'), path: text, offset: count }),
  /** Digest of one segment of the source, as it was read. Holds for a file only up to its `flushed` offset. */
  z.strictObject({ kind: z.literal('segment'), path: text, segment: count, digest: text }),
  /** The staged file is complete: content, metadata, durable. */
  z.strictObject({ kind: z.literal('finished'), path: text, copiedBytes: count, holeBytes: count }),
  /** The copy has its final name. */
  z.strictObject({ kind: z.literal('committed') }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;

export const journalFileName = 'journal.ndjson';

/** A million files make about 300 MB of lines; JavaScript holds no text of much more than 500 MB. */
const journalBytesMax = 500_000_000;

/** Characters of SHA-256 that guard a line against being half written; not against an enemy. */
const checksumCharacters = 12;

/**
 * Reads the good lines of a journal. A torn end is normal: the owner died while writing it. Each good line stands for
 * itself, and what a damaged one claimed is done again.
 *
 * @returns [] when there is none
 */
export function readJournal(file: string): JournalEntry[] {
  let lines: string;
  try {
    lines = readOwnText(file, journalBytesMax);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
  return lines.split('\n').flatMap(parseLine);
}

/** Appends to a journal, in order and without blocking the thread. One owner at a time (see owner-lock). */
export class JournalWriter {
  private readonly handle: FileHandle;
  private waiting: JournalEntry[] = [];
  private running: Promise<void> | undefined;
  private readonly failed: (thrown: unknown) => void;

  private constructor(handle: FileHandle, failed: (thrown: unknown) => void) {
    this.handle = handle;
    this.failed = failed;
  }

  /**
   * @param failed told when lines could not be made durable, for example ENOSPC; they then do not count, and the copy may
   *   go on: a resume will do more again
   */
  static async open(file: string, failed: (thrown: unknown) => void): Promise<JournalWriter> {
    return new JournalWriter(await open(file, appendFlags, 0o600), failed);
  }

  add(entry: JournalEntry): void {
    this.waiting.push(entry);
    this.running ??= this.drain();
  }

  /** When everything added so far is durable or given up. */
  async settled(): Promise<void> {
    await this.running;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.handle.close();
  }

  private async drain(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        // The leading newline ends what an owner that died may have left half written.
        await this.handle.appendFile(`\n${batch.map(asLine).join('')}`);
        await this.handle.datasync();
      } catch (thrown) {
        this.failed(thrown);
      }
    }
    this.running = undefined;
  }
}

function asLine(entry: JournalEntry): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

function checksum(line: string): string {
  return createHash('sha256').update(line).digest('hex').slice(0, checksumCharacters);
}

function parseLine(line: string): JournalEntry[] {
  const json = line.slice(checksumCharacters + 1);
  if (json === '' || line.slice(0, checksumCharacters) !== checksum(json)) return [];
  try {
    const parsed = journalEntrySchema.safeParse(JSON.parse(json));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return []; // Whole, and yet no JSON: not written by us.
  }
}
