import { describe, expect, it } from 'vitest';
import type { CopyNote } from '../../engine/copy/copy-note.ts';
import { NoteQueue } from '../../engine/note-queue.ts';

const created = (path: string): CopyNote => ({ kind: 'created', path, inode: '1' });
const finished = (path: string): CopyNote => ({
  kind: 'finished',
  path,
  stagedPath: `/staging/${path}`,
  copiedBytes: 1,
  holeBytes: 0,
});
const wrote = (path: string, position: number): CopyNote => ({
  kind: 'wrote',
  path,
  stagedPath: `/staging/${path}`,
  position,
});
const MiB = 2 ** 20;

function makeQueue() {
  const sent: CopyNote[][] = [];
  return { sent, queue: new NoteQueue((notes) => sent.push([...notes])) };
}

describe('notes on their way', () => {
  it('of small files go together, and all of them in order', () => {
    const { sent, queue } = makeQueue();
    const notes = Array.from({ length: 100 }, (_, file) => [created(`${file}`), finished(`${file}`)]).flat();
    for (const note of notes) queue.add(note);
    expect(sent.map((batch) => batch.length)).toEqual([64, 64, 64]);
    queue.flush();
    queue.flush();
    expect(sent.map((batch) => batch.length)).toEqual([64, 64, 64, 8]);
    expect(sent.flat()).toEqual(notes);
  });

  it('of everything else go at once, after what waited', () => {
    const { sent, queue } = makeQueue();
    queue.add(created('a'));
    queue.add({ kind: 'committed' });
    expect(sent).toEqual([[created('a'), { kind: 'committed' }]]);
  });

  it('say every 16 MiB how far a file is written, and at once that such a file is finished', () => {
    const { sent, queue } = makeQueue();
    for (let mebibytes = 1; mebibytes <= 40; mebibytes++) queue.add(wrote('disk.img', mebibytes * MiB));
    queue.add(finished('disk.img'));
    queue.add(wrote('disk.img', 20 * MiB));
    expect(sent).toEqual([
      [wrote('disk.img', 16 * MiB)],
      [wrote('disk.img', 32 * MiB)],
      [finished('disk.img')],
      [wrote('disk.img', 20 * MiB)],
    ]);
  });
});
