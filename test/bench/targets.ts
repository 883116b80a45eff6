import { type BenchResults, resultOf } from './results.ts';
import { MiB } from './units.ts';

/** One promise of the bench: a figure, its bound, and what the figure is made of. */
export interface Target {
  readonly title: string;
  readonly bound: number;
  readonly unit: '' | 's' | 'MiB';
  /** NaN when the bench did not run what it needs. */
  readonly measured: (results: BenchResults) => number;
}

const ratio =
  (shape: string, peer: string, base: string) =>
  (results: BenchResults): number =>
    (resultOf(results, shape, peer)?.wallMs ?? Number.NaN) /
    (resultOf(results, shape, base)?.wallMs ?? Number.NaN);

const seconds = (milliseconds: number | undefined) => (milliseconds ?? Number.NaN) / 1000;

/** What D and F take beyond the start of the program. */
const beyondStart =
  (shape: string, peer: string, volumes: readonly string[]) =>
  (results: BenchResults): number =>
    Math.max(
      ...volumes.map(
        (volume) =>
          seconds(resultOf(results, shape, peer, volume)?.wallMs) -
          seconds(resultOf(results, shape, 'startUp', volume)?.wallMs),
      ),
    );

function callShare(results: BenchResults): number {
  const of = (peer: string) =>
    results.calls.find((each) => each.shape === 'A' && each.peer === peer)?.onFiles ?? Number.NaN;
  return of('ferry') / of('broken');
}

function peakMebibytes(results: BenchResults): number {
  const ours = results.races.flatMap((race) => race.results.filter(({ peer }) => peer.startsWith('ferry')));
  return Math.max(...ours.map((result) => result.peakBytes)) / MiB;
}

/** Like is compared with like: `warm` without flushes on both sides, `durable` with them on both. */
export const targets: readonly Target[] = [
  {
    title: 'A, warm, against `cp --sparse=auto`',
    bound: 0.9,
    unit: '',
    measured: ratio('A', 'ferryNoFlush', 'cp'),
  },
  {
    title: 'A, durable, against `cp` and fsync',
    bound: 1,
    unit: '',
    measured: ratio('A', 'ferry', 'cpSync'),
  },
  {
    title: 'A, durable and verified, against `cp` and fsync',
    bound: 1.5,
    unit: '',
    measured: ratio('A', 'ferryVerify', 'cpSync'),
  },
  {
    title: 'A against the practical limit (dd of the same bytes)',
    bound: 1.1,
    unit: '',
    measured: ratio('A', 'ferryNoFlush', 'dd'),
  },
  { title: 'B against `cp`', bound: 1, unit: '', measured: ratio('B', 'ferryNoFlush', 'cp') },
  { title: 'C against `cp`', bound: 1, unit: '', measured: ratio('C', 'ferryNoFlush', 'cp') },
  { title: 'A against `rsync -S`', bound: 0.05, unit: '', measured: ratio('A', 'ferryNoFlush', 'rsync') },
  {
    title: 'A against the broken loop, time',
    bound: 0.2,
    unit: '',
    measured: ratio('A', 'ferryNoFlush', 'broken'),
  },
  {
    title: 'A against the broken loop, system calls on source and target',
    bound: 0.01,
    unit: '',
    measured: callShare,
  },
  {
    title: 'D beyond the start of the program',
    bound: 0.2,
    unit: 's',
    measured: beyondStart('D', 'ferry', ['ext4']),
  },
  { title: 'E against `cp -a`', bound: 2, unit: '', measured: ratio('E', 'ferryNoFlush', 'cpAll') },
  {
    title: 'F (clone, Btrfs and XFS) beyond the start of the program',
    bound: 0.1,
    unit: 's',
    measured: beyondStart('F', 'ferry', ['btrfs', 'xfs']),
  },
  {
    title: '`audit` against `trust`, A, durable',
    bound: 1.6,
    unit: '',
    measured: ratio('A', 'ferryAudit', 'ferry'),
  },
  { title: 'peak memory, any shape', bound: 128, unit: 'MiB', measured: peakMebibytes },
];

export interface Verdict {
  readonly title: string;
  readonly bound: string;
  readonly measured: string;
  readonly verdict: 'holds' | 'missed' | 'not measured';
  /** How much more than the bound, in per cent. */
  readonly missPercent: number;
}

export function judge(results: BenchResults): Verdict[] {
  return targets.map(({ title, bound, unit, measured }) => {
    const value = measured(results);
    const shown = (number: number, digits: number) =>
      `${number.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
    const digits = unit === 'MiB' ? 0 : bound < 0.02 ? 4 : 2;
    return {
      title,
      bound: `≤ ${shown(bound, digits)}`,
      measured: Number.isNaN(value) || !Number.isFinite(value) ? '–' : shown(value, digits),
      verdict: !Number.isFinite(value) ? 'not measured' : value <= bound ? 'holds' : 'missed',
      missPercent: Number.isFinite(value) ? Math.max(0, (value / bound - 1) * 100) : 0,
    };
  });
}
