import type { BenchResults } from './results.ts';
import { judge } from './targets.ts';

/** Machine and versions, as two lines. */
export function machineLines({ machine, rounds, scale }: BenchResults): readonly [string, string] {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}; load ${machine.load} at the start; ${rounds} rounds, scale ${scale}`,
    versions.join(', '),
  ];
}

/** Targets, with what was measured. */
export function targetTable(results: BenchResults): string {
  const rows = judge(results).map(({ title, bound, measured, verdict, missPercent }) => {
    const answer =
      verdict === 'missed'
        ? `missed by ${missPercent < 10 ? missPercent.toFixed(1) : missPercent.toFixed(0)} %`
        : verdict;
    return `| ${title} | ${bound} | ${measured} | ${answer} |`;
  });
  return ['| | target | measured | |', '|---|---|---|---|', ...rows].join('\n');
}

/** Every race: who, how long, spread, processor time, memory. */
export function raceTables(results: BenchResults): string {
  return inOrder(results.races)
    .map(({ shape, title, volume, cache, results: rows }) =>
      [
        `**${shape}: ${title}**, ${volume}, cache ${cache}`,
        '',
        '| | seconds | spread | processor | memory |',
        '|---|---|---|---|---|',
        ...rows.map(
          (row) =>
            `| ${row.name} | ${s(row.wallMs)} | ${s(row.lowMs)}–${s(row.highMs)} | ${s(row.cpuMs)} | ${Math.round(row.peakBytes / 2 ** 20)} MiB |`,
        ),
      ].join('\n'),
    )
    .join('\n\n');
}

/** System calls per GiB of data, all threads and runtimes included. */
export function callTable(results: BenchResults): string {
  const rows = inOrder(results.calls).map(
    ({ shape, name, all, seeks, dataBytes }) =>
      `| ${shape} | ${name} | ${perGiB(all, dataBytes)} | ${perGiB(seeks, dataBytes)} |`,
  );
  return ['| shape | | calls a GiB | seeks a GiB |', '|---|---|---|---|', ...rows].join('\n');
}

/** The model of the 85 hours. */
export function storyTable(results: BenchResults): string {
  if (results.story.length === 0) return '';
  const rows = results.story.map(
    ({ name, seeks, hours }) =>
      `| ${name} | ${seeks.toLocaleString('en')} | ${hours >= 1 ? `${hours.toFixed(0)} h` : `${Math.round(hours * 3600)} s`} |`,
  );
  return ['| | seeks for 18 GB | at the cost of one on that Mac |', '|---|---|---|', ...rows].join('\n');
}

/** Start and pause in one sentence. */
export function startInWords({ start }: BenchResults): string {
  if (start === null) return '';
  const { bareNodeMs, startUpMs, firstByteMs, pauseMs, rewrittenShare } = start;
  const pauses =
    pauseMs.length === 0
      ? ''
      : ` A pause from another process took ${Math.min(...pauseMs)} to ${Math.max(...pauseMs)} ms.`;
  const resumed =
    rewrittenShare === null
      ? ''
      : ` Killed with -9 and resumed, both runs together wrote ${rewrittenShare.toFixed(3)} times the file.`;
  return `Node alone starts in ${bareNodeMs.toFixed(0)} ms, \`ferry --version\` in ${startUpMs.toFixed(0)} ms, and a copy writes its first byte after ${firstByteMs.toFixed(0)} ms.${pauses}${resumed}`;
}

/** By shape, whatever order they ran in. */
const inOrder = <T extends { readonly shape: string }>(rows: readonly T[]): T[] =>
  rows.toSorted((one, other) => one.shape.localeCompare(other.shape));
const s = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
const perGiB = (count: number, bytes: number) => Math.round(count / (bytes / 2 ** 30)).toLocaleString('en');
