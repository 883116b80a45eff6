import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from '../support/seeded-random.ts';
import type { Peer } from './peers.ts';
import { type Programs, requireRun } from './programs.ts';
import { MiB, median } from './units.ts';

/** Memory that copying so much data may need: the copy in the cache, and what a runtime takes. */
export const memoryFor = (dataBytes: number) => 1.5 * dataBytes + 256 * MiB;

/** One run of one peer. Processor time counts all its processes, peak memory the largest of them. */
export interface Run {
  readonly wallMs: number;
  readonly userMs: number;
  readonly systemMs: number;
  readonly peakBytes: number;
}

/** Medians over the rounds, with the spread of the wall time. */
export interface RaceResult {
  readonly peer: string;
  readonly name: string;
  readonly isDurable: boolean;
  readonly runs: number;
  readonly wallMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
}

export interface Course {
  readonly programs: Programs;
  readonly source: string;
  /** The same bytes without holes; made only where a peer reads it. */
  readonly dense?: string;
  /** Emptied before each run. */
  readonly targetFolder: string;
  /** What a run may need of memory besides the source; it is fetched back from the host before each run. */
  readonly memoryBytes: number;
  /**
   * Whether what a run wrote stays until `removeKept`. ext4 without a journal passes over inodes that were freed in the last one to six
   * minutes, one by one (fs/ext4/ialloc.c, recently_deleted): 5,000 files took cp 4.6 s after others had been removed, and 0.3 s else.
   */
  readonly isKept?: boolean;
  readonly isCold: boolean;
  readonly rounds: number;
}

/**
 * Lets peers run in turns: what changes on the machine meanwhile meets all of them. Each turn has an order of its own, since the
 * memory and the free space that one run leaves decide about the next (here cp took twice as long after one peer as after another).
 * The first turn warms up and does not count, unless there is but one round.
 */
export function race<Id extends string>(
  course: Course,
  ids: readonly Id[],
  peers: Readonly<Record<Id, Peer>>,
): RaceResult[] {
  const runs = new Map<Id, Run[]>(ids.map((id) => [id, []]));
  const random = new SeededRandom(8);
  for (let round = course.rounds > 1 ? -1 : 0; round < course.rounds; round++) {
    for (const id of random.shuffle(ids)) {
      const peer = peers[id];
      if (peer.runsOnce === true && round !== 0) continue;
      const run = runOnce(course, peer);
      if (round >= 0) runs.get(id)?.push(run);
      process.stderr.write(
        `\r\x1b[K  ${round + 1}/${course.rounds} ${peer.name} ${(run.wallMs / 1000).toFixed(2)} s`,
      );
    }
  }
  process.stderr.write('\r\x1b[K');
  return ids.map((id) => summary(id, peers[id], runs.get(id) ?? []));
}

/** One run on an empty target. What earlier runs left to write is written first. */
export function runOnce(course: Course, peer: Peer, before: readonly string[] = []): Run {
  const { targetFolder, programs } = course;
  if (course.isKept === true) keepTarget(course);
  emptyTarget(targetFolder);
  if (course.isCold) writeFileSync('/proc/sys/vm/drop_caches', '3');
  const memoryBytes = course.memoryBytes * (course.isCold ? 2 : 1);
  const out = join(targetFolder, '..', 'run.json');
  const source = (peer.readsDense === true ? course.dense : undefined) ?? course.source;
  // Whoever read 64 GiB of holes before has pushed the source out of the cache.
  if (!course.isCold) warm(source);
  const { status, stderr } = spawnSync(
    programs.runMeasured,
    [out, ...before, ...peer.words(source, targetFolder)],
    {
      encoding: 'utf8',
      env: { ...process.env, ...peer.env, BENCH_FETCH_MIB: String(Math.ceil(memoryBytes / MiB)) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (status !== 0) throw new Error(`${peer.name} ended with ${status}: ${stderr}`);
  return JSON.parse(readFileSync(out, 'utf8')) as Run;
}

/** Reads what a folder's files hold, or the data of an image without its holes. */
function warm(source: string): void {
  const words = statSync(source).isDirectory()
    ? ['find', source, '-type', 'f', '-exec', 'cat', '--', '{}', '+']
    : ['cp', '--sparse=auto', '--reflink=never', source, '/dev/null'];
  requireRun(words[0] as string, words.slice(1));
}

const keptFolder = (course: Course) => `${course.targetFolder}-kept`;

/** Removes what the runs of a course with `isKept` have left. */
export function removeKept(course: Course): void {
  rmSync(keptFolder(course), { recursive: true, force: true });
}

function keepTarget(course: Course): void {
  mkdirSync(keptFolder(course), { recursive: true });
  renameSync(course.targetFolder, join(keptFolder(course), String(performance.now())));
}

export function emptyTarget(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  spawnSync('sync', ['-f', folder]);
}

function summary(id: string, peer: Peer, runs: readonly Run[]): RaceResult {
  const walls = runs.map((run) => run.wallMs);
  return {
    peer: id,
    name: peer.name,
    isDurable: peer.isDurable,
    runs: runs.length,
    wallMs: median(walls),
    lowMs: Math.min(...walls),
    highMs: Math.max(...walls),
    cpuMs: median(runs.map((run) => run.userMs + run.systemMs)),
    peakBytes: Math.max(...runs.map((run) => run.peakBytes)),
  };
}
