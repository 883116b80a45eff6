import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTransfer, listTransfers, readTransfer, transferFolder } from '#engine/transfers';
import { pastOfJournal } from '../../engine/past-of-journal.ts';
import {
  type JournalEntry,
  JournalWriter,
  journalFileName,
  readJournal,
} from '../../engine/transfers/journal.ts';
import { runFerry } from '../support/run-ferry.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { transferRequest } from '../support/transfer-request.ts';
import { trust } from '../support/trust-report.ts';

/*
 * Records and journals as a power cut or a bad device may leave them: cut after every byte, with every bit of a sample flipped,
 * with parts of them zeros. A reader says so or reads on; it never throws, and never learns of more than was written.
 */
let read = 0;
afterAll(() => console.log(`torn state: ${read} damaged records and journals read (seed ${testSeed()})`));

const entries: readonly JournalEntry[] = [
  { kind: 'staged', scan: 'a'.repeat(64), original: 'b'.repeat(64), inode: '12', isResumed: false },
  { kind: 'created', path: 'Data/disk.img', inode: '13' },
  { kind: 'segment', path: 'Data/disk.img', segment: 0, digest: 'c'.repeat(32) },
  { kind: 'flushed', path: 'Data/disk.img', offset: 67_108_864 },
  { kind: 'created', path: 'Data/ünïcode ☃.img', inode: '14' },
  { kind: 'finished', path: 'Data/disk.img', copiedBytes: 5, holeBytes: 6 },
  { kind: 'committed' },
];

const failed = (thrown: unknown) => expect.unreachable(String(thrown));

/** Damages of a text: every beginning of it, flipped bits, and zeros where a block was not written. */
function* damagesOf(bytes: Buffer, random: SeededRandom): Generator<Buffer> {
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length);
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << random.integer(0, 8));
    yield flipped;
  }
  for (let i = 0; i < 100; i++) {
    const [start, end] = [random.integer(0, bytes.length), random.integer(0, bytes.length)];
    yield Buffer.from(bytes).fill(0, Math.min(start, end), Math.max(start, end));
  }
}

describe('a journal', () => {
  it('that is torn or damaged anywhere yields only lines that were written', async () => {
    const file = join(makeTempFolder(), journalFileName);
    const writer = await JournalWriter.open(file, failed);
    for (const entry of entries) writer.add(entry);
    await writer.close();
    expect(readJournal(file)).toEqual(entries);
    const written = new Set(entries.map((entry) => JSON.stringify(entry)));
    for (const damaged of damagesOf(readFileSync(file), new SeededRandom(testSeed()))) {
      writeFileSync(file, damaged);
      const left = readJournal(file);
      expect(left.every((entry) => written.has(JSON.stringify(entry)))).toBe(true);
      expect(left.length).toBeGreaterThanOrEqual(damaged.length < 1000 ? 0 : entries.length - 4);
      pastOfJournal(left, '');
      read++;
      trust('tornFiles');
    }
  });

  it('goes on behind a torn end, and what follows counts', async () => {
    const file = join(makeTempFolder(), journalFileName);
    for (const torn of ['0123456789ab {"kind":"fini', '\0\0\0\0', 'x', '']) {
      writeFileSync(file, torn);
      const writer = await JournalWriter.open(file, failed);
      for (const entry of entries) writer.add(entry);
      await writer.close();
      expect(readJournal(file)).toEqual(entries);
      trust('tornFiles');
    }
  });
});

describe('a record', () => {
  it('that is torn or damaged anywhere is shown as damaged, or is whole', () => {
    const state = join(makeTempFolder(), 'state');
    const id = createTransfer(state, transferRequest('/vms/X.utm', '/target'));
    const path = join(transferFolder(state, id), 'record.json');
    const whole = readFileSync(path);
    for (const damaged of damagesOf(whole, new SeededRandom(testSeed() + 1))) {
      writeFileSync(path, damaged);
      const view = readTransfer(state, id);
      expect(['transfer', 'damaged', 'newer']).toContain(view?.kind);
      if (damaged.length < whole.length) expect(view?.kind).toBe('damaged');
      expect(listTransfers(state)).toHaveLength(1);
      read++;
      trust('tornFiles');
    }
  });

  it('that is damaged is refused by every command, and stays as it is for a look at it', async () => {
    const home = makeTempFolder();
    const state = join(home, 'state');
    mkdirSync(join(home, 'target'));
    const id = createTransfer(state, transferRequest(join(home, 'X'), join(home, 'target')));
    const path = join(transferFolder(state, id), 'record.json');
    for (const text of ['', '{', '\0'.repeat(500), '[]', '{"schemaVersion":1}', '"'.repeat(3)]) {
      writeFileSync(path, text);
      for (const command of ['run', 'resume', 'cancel', 'pause', 'continue'])
        expect((await runFerry([command, id], { env: { VM_FERRY_STATE: state } })).exitCode).toBe(3);
      expect((await runFerry(['list'], { env: { VM_FERRY_STATE: state } })).stdout).toContain('damaged');
      expect(readFileSync(path, 'utf8')).toBe(text);
      read++;
      trust('tornFiles');
    }
  }, 120_000);
});
