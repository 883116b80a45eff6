import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Peer } from './peers.ts';
import { type Course, runOnce } from './race.ts';

/** System calls of one run. */
export interface CallCounts {
  /** All calls of all threads. Waiting and memory calls of a runtime vary a little from run to run. */
  readonly all: number;
  /** Calls about the source, the target and what is below them: these do not depend on noise. */
  readonly onFiles: number;
  readonly seeks: number;
  readonly peakBytes: number;
  /** The most frequent calls about source and target. */
  readonly byName: Readonly<Record<string, number>>;
}

/** Flushing behind the writer takes as many steps as there is time for, so it is no figure to hold anybody to. */
const dependsOnTime = /^(fdatasync|sync_file_range)$/;

/** Runs a peer once under strace. Its log is read line by line: the broken loop's is half a GB at full size. */
export async function countCalls(course: Course, peer: Peer): Promise<CallCounts> {
  const log = join(course.targetFolder, '..', 'calls.log');
  const { peakBytes } = runOnce(course, peer, ['strace', '-f', '-qq', '-y', '-s', '0', '-o', log]);
  const paths = [course.source, course.targetFolder];
  const counts = new Map<string, number>();
  let all = 0;
  let seeks = 0;
  for await (const line of createInterface({ input: createReadStream(log) })) {
    // A call that another thread interrupted has a second line, "<... name resumed>".
    const name = /^\d+\s+([a-z_0-9]+)\(/.exec(line)?.[1];
    if (name === undefined) continue;
    all++;
    if (!paths.some((path) => line.includes(path)) || dependsOnTime.test(name)) continue;
    if (name === 'lseek') seeks++;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const onFiles = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byName = Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]).slice(0, 12));
  return { all, onFiles, seeks, peakBytes, byName };
}
