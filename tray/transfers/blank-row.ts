import type { RowState, TransferRow } from '../contract/popover-view.ts';
import { noSpeed } from './speed.ts';

/** A row of which nothing is known but what it is called. */
export function blankRow(id: string, state: RowState, name: string): TransferRow {
  return {
    id,
    verb: 'copy',
    state,
    name,
    icon: null,
    source: '',
    targetFolder: null,
    target: null,
    sourcePlace: '',
    targetPlace: null,
    doneBytes: 0,
    totalBytes: 0,
    ...noSpeed,
    logicalBytes: 0,
    allocatedBytes: 0,
    savedBytes: 0,
    method: null,
    isVerified: false,
    durationMs: 0,
    endedAtMs: null,
    waitsFor: null,
    strip: '',
    stripDone: 0,
    failure: null,
    warnings: [],
    metadataLosses: 0,
    question: null,
    actions: [],
  };
}
