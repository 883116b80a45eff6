import type { CopyNote } from './copy/copy-note.ts';
import type { RecordKeeper } from './keep-record.ts';
import type { JournalWriter } from './transfers/journal.ts';

/** Brings a note of the copy to where it belongs: the record, or the journal. */
export function keepNote(keeper: RecordKeeper, journal: JournalWriter, note: CopyNote): void {
  switch (note.kind) {
    case 'chosen': {
      const { sourceInode, target, staging, sourceVolume, targetVolume } = note;
      // At once: with these a transfer can be found and swept whatever happens to its owner.
      keeper.enter(keeper.record.state, { sourceInode, target, staging, sourceVolume, targetVolume });
      return;
    }
    case 'snapshot':
      keeper.change({ snapshot: note.path });
      return;
    case 'wrote':
      return;
    case 'entered':
      if (note.phase !== 'done' && note.phase !== keeper.record.state) keeper.enter(note.phase);
      return;
    case 'finished': {
      const { path, copiedBytes, holeBytes } = note;
      journal.add({ kind: 'finished', path, copiedBytes, holeBytes });
      return;
    }
    default:
      journal.add(note);
  }
}
