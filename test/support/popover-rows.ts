import type { TransferRow } from '../../tray/contract/popover-view.ts';

/** Where a disk image of a real guest holds its data, more or less: dense at the start, scattered after, empty at the end. */
export const someStrip =
  '999987099950000993000000799999600000400000000005993000000000000099410000000000000000000000000007';

const gigabyte = 1_000_000_000;

/** A row as the main process would send it; the state of a copy that is under way unless told otherwise. */
export function transferRow(id: string, name: string, change: Partial<TransferRow> = {}): TransferRow {
  return {
    id,
    verb: 'copy',
    state: 'copying',
    name,
    icon: null,
    source: `/Users/ada/Virtual Machines/${name}.utm`,
    targetFolder: '/Volumes/T7 Shield/VMs',
    target: `/Volumes/T7 Shield/VMs/${name}.utm`,
    sourcePlace: 'Macintosh HD',
    targetPlace: 'T7 Shield',
    doneBytes: 7.42 * gigabyte,
    totalBytes: 18.2 * gigabyte,
    bytesPerSecond: 812_000_000,
    secondsLeft: 14,
    logicalBytes: 68.7 * gigabyte,
    allocatedBytes: 18.2 * gigabyte,
    savedBytes: 0,
    method: 'sparse',
    isVerified: false,
    durationMs: 9_000,
    endedAtMs: null,
    waitsFor: null,
    strip: someStrip,
    stripDone: 0.41,
    failure: null,
    warnings: [],
    metadataLosses: 0,
    question: null,
    actions: ['pause', 'cancel'],
    ...change,
  };
}

/** Fixed, so that pictures do not change from day to day: the pages see this as now. */
export const nowMs = Date.UTC(2026, 10, 26, 15, 4);

export function doneRow(id: string, name: string, change: Partial<TransferRow> = {}): TransferRow {
  return transferRow(id, name, {
    state: 'done',
    doneBytes: 18.2 * gigabyte,
    bytesPerSecond: 0,
    secondsLeft: null,
    savedBytes: 50.5 * gigabyte,
    isVerified: true,
    durationMs: 47_000,
    endedAtMs: nowMs - 26 * 60_000,
    strip: '',
    actions: ['show-target', 'open-target', 'clear'],
    ...change,
  });
}

export function questionRow(
  id: string,
  name: string,
  question: NonNullable<TransferRow['question']>,
  change: Partial<TransferRow> = {},
): TransferRow {
  return transferRow(id, name, {
    state: 'needs-target',
    doneBytes: 0,
    bytesPerSecond: 0,
    secondsLeft: null,
    strip: '',
    question,
    actions: [],
    ...change,
  });
}

export function failedRow(
  id: string,
  name: string,
  failure: Partial<NonNullable<TransferRow['failure']>>,
  change: Partial<TransferRow> = {},
): TransferRow {
  return transferRow(id, name, {
    state: 'failed',
    bytesPerSecond: 0,
    secondsLeft: null,
    endedAtMs: nowMs - 3 * 60_000,
    failure: {
      code: 'TARGET_FAILED',
      message: 'The engine said so.',
      advice: 'The engine advises this.',
      path: null,
      missingBytes: null,
      canResume: true,
      ...failure,
    },
    actions: ['resume', 'copy-details', 'clear'],
    ...change,
  });
}
