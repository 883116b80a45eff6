import type { CopyNote } from './copy/copy-note.ts';

/** A message to the main thread for every so many written bytes; more often than it flushes is of no use. */
const tellEveryBytes = 16 * 1024 * 1024;

/** With a message for each, thousands of small files kept both threads busy with telling. */
const heldMax = 64;

/**
 * What the copy notes, on its way to the main thread: in order, and in few messages. Notes that a file was begun or finished may
 * wait for the next ones, since a journal that says less than is true only makes a resume do more; all others go at once.
 */
export class NoteQueue {
  private readonly send: (notes: readonly CopyNote[]) => void;
  private readonly toldUntil = new Map<string, number>();
  private held: CopyNote[] = [];

  constructor(send: (notes: readonly CopyNote[]) => void) {
    this.send = send;
  }

  add(note: CopyNote): void {
    if (note.kind === 'wrote') {
      if (note.position - (this.toldUntil.get(note.path) ?? 0) < tellEveryBytes) return;
      this.toldUntil.set(note.path, note.position);
    }
    this.held.push(note);
    // Of a file that was flushed behind the writer, the end is told at once: nothing may hold it open any longer.
    const mayWait =
      note.kind === 'created' || (note.kind === 'finished' && !this.toldUntil.delete(note.path));
    if (!mayWait || this.held.length >= heldMax) this.flush();
  }

  /** Sends what waits; before any other message, so that all keep their order. */
  flush(): void {
    if (this.held.length === 0) return;
    const notes = this.held;
    this.held = [];
    this.send(notes);
  }
}
