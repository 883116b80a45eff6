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
  'length of its files',
  'space they take',
  'written to the copy',
  'holes kept',
  'time, verification included',
  'speed',
  'verified',
  'a plain copy would write',
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
    isClone ? size(logicalBytes) : `${size(logicalBytes)} (${factorInWords(logicalBytes / writtenBytes)})`,
  ];
}

function factorInWords(factor: number): string {
  return factor < 1.05 ? 'the same' : `${factor.toFixed(factor < 10 ? 1 : 0)} ×`;
}

function size(bytes: number): string {
  return prettyBytes(bytes, { maximumFractionDigits: 1 });
}
