import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listTransfers, requestContinue, requestPause, type TransferView } from '#engine/transfers';
import { ferryPath } from '../support/run-ferry.ts';
import { makePeers, type PeerId } from './peers.ts';
import { type Course, race, runOnce } from './race.ts';
import type { StartFigures } from './results.ts';
import { median } from './units.ts';

/** How long until ferry writes, and how soon it stands still when asked. The course's source is copied. */
export async function timeStart(course: Course, state: string): Promise<StartFigures> {
  const peers = makePeers(course.programs);
  const starts = race(course, ['bareNode', 'startUp'] satisfies PeerId[], peers);
  const file = join(course.targetFolder, '..', 'first-byte');
  const firstBytes: number[] = [];
  for (let round = 0; round < Math.max(3, course.rounds); round++) {
    runOnce(course, {
      ...peers.ferry,
      env: { LD_PRELOAD: course.programs.preload, BENCH_FIRST_BYTE_FILE: file },
    });
    firstBytes.push(Number(readFileSync(file, 'utf8')));
  }
  const pauses = await timePauses(course, state);
  return {
    bareNodeMs: starts[0]?.wallMs ?? Number.NaN,
    startUpMs: starts[1]?.wallMs ?? Number.NaN,
    firstByteMs: median(firstBytes),
    ...pauses,
  };
}

/** Pauses from another process, five times; then kill -9 half-way and resume. */
async function timePauses(
  course: Course,
  state: string,
): Promise<Pick<StartFigures, 'pauseMs' | 'rewrittenShare'>> {
  const dense = course.dense ?? course.source;
  rmSync(course.targetFolder, { recursive: true, force: true });
  mkdirSync(course.targetFolder);
  const before = new Set(transfers(state).map((view) => view.id));
  const transfer = () => transfers(state).find((view) => !before.has(view.id));
  const copiedBytes = () => transfer()?.record.counters.copiedBytes ?? 0;
  const copy = spawn(process.execPath, [ferryPath, 'copy', '--quiet', dense, course.targetFolder]);
  const ended = new Promise((end) => copy.on('close', end));
  const until = async (what: () => boolean) => {
    while (copy.exitCode === null && !what()) await sleep(2);
  };
  await until(() => copiedBytes() > 0);
  const id = transfer()?.id ?? '';
  const pauseMs: number[] = [];
  for (let i = 0; i < 5 && copy.exitCode === null; i++) {
    const asked = performance.now();
    requestPause(state, id);
    await until(() => transfer()?.state === 'paused');
    pauseMs.push(Math.round(performance.now() - asked));
    requestContinue(state, id);
    await until(() => transfer()?.state !== 'paused');
    await sleep(50);
  }
  // A shape that was made too small is copied before it can be killed.
  if (copy.exitCode !== null) return { pauseMs, rewrittenShare: null };
  const written = Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${copy.pid}/io`, 'utf8'))?.[1]);
  copy.kill('SIGKILL');
  await ended;
  const resumed = execFileSync(process.execPath, [ferryPath, 'resume', id, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const result = JSON.parse(resumed.trim().split('\n').at(-1) ?? '{}') as {
    copiedBytes: number;
    logicalBytes: number;
  };
  return { pauseMs, rewrittenShare: (written + result.copiedBytes) / result.logicalBytes };
}

function transfers(state: string): (TransferView & { kind: 'transfer' })[] {
  return listTransfers(state).filter(
    (view): view is TransferView & { kind: 'transfer' } => view.kind === 'transfer',
  );
}
