import prettyBytes from 'pretty-bytes';

/** What one copy cost, measured from outside. */
export interface CopyFigures {
  readonly name: string;
  readonly isClone: boolean;
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  /** Blocks of the copy. */
  readonly writtenBytes: number;
  /** Start of the program included. */
  readonly durationMs: number;
}

const labels = [
  '',
  'the guest sees',
  'on the volume',
  'written',
  'holes kept',
  'time, verification included',
  'speed',
  'verified',
  'a full copy would write',
];

/** The figures of some copies side by side, line by line. */
export function resultTable(copies: readonly CopyFigures[]): string[] {
  const columns = copies.map((copy) => cellsOf(copy));
  const width = Math.max(...columns.flat().map((cell) => cell.length)) + 3;
  return labels.map((label, row) =>
    `  ${label.padEnd(28)}${columns.map((cells) => (cells[row] ?? '').padStart(width)).join('')}`.trimEnd(),
  );
}

function cellsOf({
  name,
  isClone,
  logicalBytes,
  allocatedBytes,
  writtenBytes,
  durationMs,
}: CopyFigures): string[] {
  return [
    name,
    size(logicalBytes),
    size(allocatedBytes),
    isClone ? 'nothing (clone)' : size(writtenBytes),
    size(logicalBytes - writtenBytes),
    `${(durationMs / 1000).toFixed(1)} s`,
    isClone ? '–' : `${size((writtenBytes * 1000) / durationMs)}/s`,
    'yes',
    `${size(logicalBytes)} (${Math.round((logicalBytes / writtenBytes) * 10) / 10} ×)`,
  ];
}

function size(bytes: number): string {
  return prettyBytes(bytes, { maximumFractionDigits: 1 });
}
