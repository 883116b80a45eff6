import type { TransferRecord, TransferView } from '#engine/transfers';
import { shown, sizeInWords } from './words.ts';

const stateWords: Readonly<Record<string, string>> = {
  'needs-target': 'needs a target',
  queued: 'waiting',
  preparing: 'preparing',
  copying: 'copying',
  flushing: 'making durable',
  verifying: 'verifying',
  committing: 'finishing',
  'removing-source': 'removing the original',
  done: 'done',
  paused: 'paused',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

/** Transfers as a table, line by line. */
export function transfersInWords(views: readonly TransferView[]): string[] {
  if (views.length === 0) return ['No transfers yet. Start one with: ferry copy SOURCE FOLDER'];
  const rows = views.map(rowOf);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** One transfer in full, line by line. */
export function transferInWords(view: TransferView): string[] {
  if (view.kind !== 'transfer') return [rowOf(view).join('  ')];
  const { record } = view;
  const rows: [string, string | undefined][] = [
    ['Id', record.id],
    ['What', `${record.request.verb} ${shown(record.request.source)}`],
    ['To', shown(record.target ?? record.request.targetFolder ?? 'not chosen yet')],
    ['State', stateInWords(view)],
    ['Progress', progressInWords(record)],
    ['Method', record.method ?? undefined],
    ['Snapshot', record.snapshot === null ? undefined : shown(record.snapshot)],
    ['Unfinished copy', record.staging === null ? undefined : shown(record.staging)],
    [
      'Owner',
      view.owner === undefined
        ? undefined
        : `process ${view.owner.process.pid} on ${view.owner.process.host}`,
    ],
    ['Verified', record.isVerified ? 'yes' : undefined],
    ['Started', record.startedAt ?? record.createdAt],
    ['Ended', record.endedAt ?? undefined],
    ...record.warnings.map((warning): [string, string] => ['Note', warning]),
    ['Problem', record.error === null ? undefined : shown(record.error.message)],
    ['What to do', record.error === null ? undefined : shown(record.error.advice)],
  ];
  return rows.flatMap(([label, text]) =>
    text === undefined || text === '' ? [] : [`${label.padEnd(16)} ${text}`],
  );
}

function rowOf(view: TransferView): string[] {
  if (view.kind === 'newer') return [view.id, 'from a newer VM Ferry', '', ''];
  if (view.kind === 'damaged') return [view.id, `damaged: ${view.problem}`, '', ''];
  const { record } = view;
  const name = record.request.source.slice(record.request.source.lastIndexOf('/') + 1);
  const target = record.request.targetFolder ?? 'not chosen yet';
  return [
    record.id,
    stateInWords(view),
    progressInWords(record),
    `${record.request.verb} ${shown(name)} → ${shown(target)}`,
  ];
}

function stateInWords(view: TransferView & { kind: 'transfer' }): string {
  const words = stateWords[view.state] ?? view.state;
  return view.record.detail === '' ? words : `${words}: ${shown(view.record.detail)}`;
}

function progressInWords(record: TransferRecord): string {
  const { doneBytes, totalBytes, copiedBytes } = record.counters;
  // A clone and a rename write nothing: the size of the VM says more.
  if (record.state === 'done') return sizeInWords(copiedBytes || record.logicalBytes);
  return totalBytes === 0 ? '' : `${sizeInWords(doneBytes)} of ${sizeInWords(totalBytes)}`;
}
