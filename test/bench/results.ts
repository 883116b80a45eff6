import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CallCounts } from './count-calls.ts';
import type { Machine } from './describe-machine.ts';
import type { RaceResult } from './race.ts';
import { tellStory } from './tell-story.ts';

/** One race: who, on what, where, in which state. */
export interface RaceRecord {
  readonly shape: string;
  readonly title: string;
  readonly logicalBytes: number;
  readonly dataBytes: number;
  /** For example `ext4` or `ext4 to xfs`. */
  readonly volume: string;
  readonly cache: 'warm' | 'cold';
  readonly results: readonly RaceResult[];
}

export interface CallRecord extends CallCounts {
  readonly shape: string;
  readonly peer: string;
  readonly name: string;
  readonly dataBytes: number;
}

/** Time against one size while the other is fixed. */
export interface Growth {
  readonly title: string;
  readonly unit: 'logical' | 'data';
  readonly points: readonly { readonly bytes: number; readonly wallMs: number; readonly cpMs: number }[];
}

export interface StoryRow {
  readonly name: string;
  readonly seeks: number;
  readonly hours: number;
}

export interface StartFigures {
  readonly bareNodeMs: number;
  readonly startUpMs: number;
  readonly firstByteMs: number;
  readonly pauseMs: readonly number[];
  readonly rewrittenShare: number | null;
}

export interface BenchResults {
  readonly machine: Machine;
  readonly rounds: number;
  /** Part of the full size that was run. */
  readonly scale: number;
  readonly races: readonly RaceRecord[];
  readonly calls: readonly CallRecord[];
  readonly growth: readonly Growth[];
  readonly start: StartFigures | null;
  readonly story: readonly StoryRow[];
}

export const resultsPath = resolve('test/bench/results.json');

export function readResults(path = resultsPath): BenchResults {
  return JSON.parse(readFileSync(path, 'utf8')) as BenchResults;
}

export function writeResults(results: BenchResults, path = resultsPath): void {
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}

/**
 * What was measured now, with what an earlier run measured of the other shapes.
 *
 * @throws Error when that was another machine, another build or another scale: one table must not mix them
 */
export function joinResults(before: BenchResults, now: BenchResults): BenchResults {
  const [was, is] = [before, now].map(({ machine, scale }) =>
    JSON.stringify([machine.cpu, machine.kernel, machine.versions, scale]),
  );
  if (was !== is) throw new Error(`the results to be kept are of another machine, build or scale: ${was}`);
  const kept = <T extends { readonly shape: string }>(rows: readonly T[], measured: readonly T[]) =>
    rows.filter(({ shape }) => !measured.some((each) => each.shape === shape));
  const calls = [...kept(before.calls, now.calls), ...now.calls];
  return {
    ...now,
    races: [...kept(before.races, now.races), ...now.races],
    calls,
    story: tellStory(calls),
    growth: now.growth.length > 0 ? now.growth : before.growth,
    start: now.start ?? before.start,
  };
}

/** A peer's result in a race; undefined when that was not run. */
export function resultOf(
  results: BenchResults,
  shape: string,
  peer: string,
  volume = 'ext4',
  cache: 'warm' | 'cold' = 'warm',
): RaceResult | undefined {
  const race = results.races.find(
    (each) => each.shape === shape && each.volume === volume && each.cache === cache,
  );
  return race?.results.find((each) => each.peer === peer);
}
