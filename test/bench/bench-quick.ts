/**
 * `npm run bench:quick`: the figures that do not depend on noise, on small shapes: system calls on source and target, and
 * peak memory. Ends with 1 when one is more than 5 % above what is recorded in bounds.json. `.ci/run` runs it.
 *
 *   --record   writes the figures of this run down as the new bounds
 *   --times    also races a small A, for a first look (never judged)
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeKeptFolder } from '../support/temp-folder.ts';
import { asBounds, type Bounds, findRegressions, type QuickFigure } from './bounds.ts';
import { countCalls } from './count-calls.ts';
import { makePeers } from './peers.ts';
import { preparePrograms } from './programs.ts';
import { type Course, race } from './race.ts';
import { makeShapes, type ShapeId } from './shapes.ts';
import { GiB, MiB } from './units.ts';

const boundsPath = resolve('test/bench/bounds.json');
const { values } = parseArgs({
  options: { record: { type: 'boolean', default: false }, times: { type: 'boolean', default: false } },
});

const programs = preparePrograms();
const { folder, dispose } = makeKeptFolder();
process.env.VM_FERRY_STATE = join(folder, 'state');
const peers = makePeers(programs);
const figures: Record<string, QuickFigure> = {};
try {
  // 256 MiB of data in A; D is the full 8 TiB.
  const shapes = makeShapes(1 / 16);
  for (const id of ['A', 'B', 'C', 'D', 'E'] satisfies ShapeId[]) {
    const shape = shapes[id];
    const source = join(folder, id === 'E' ? 'Small.utm' : 'disk.img');
    shape.make(source);
    const course: Course = {
      programs,
      source,
      targetFolder: join(folder, 'target'),
      memoryBytes: 0,
      isCold: false,
      rounds: 3,
    };
    for (const peer of ['ferry', 'ferryVerify'] as const) {
      const { onFiles, byName, peakBytes } = await countCalls(course, peers[peer]);
      const name = `${id} ${peers[peer].name}`;
      figures[name] = { calls: onFiles, peakMebibytes: Math.ceil(peakBytes / MiB) };
      const perGiB = Math.round(onFiles / (shape.dataBytes / GiB)).toLocaleString('en');
      const most = Object.entries(byName).slice(0, 4);
      console.log(
        `${name.padEnd(24)} ${String(onFiles).padStart(7)} calls (${perGiB.padStart(10)} a GiB)  ${String(figures[name].peakMebibytes).padStart(4)} MiB   ${most.map(([call, count]) => `${call} ${count}`).join(', ')}`,
      );
    }
    if (values.times && id === 'A')
      for (const { name, wallMs } of race(course, ['cp', 'ferryNoFlush', 'cpSync', 'ferry'], peers))
        console.log(`  ${name.padEnd(30)} ${(wallMs / 1000).toFixed(2)} s`);
    rmSync(source, { recursive: true });
  }
} finally {
  dispose();
}

if (values.record) writeFileSync(boundsPath, `${JSON.stringify(asBounds(figures), null, 2)}\n`);
const bounds = JSON.parse(readFileSync(boundsPath, 'utf8')) as Bounds;
const regressions = findRegressions(bounds, figures);
for (const regression of regressions) console.error(`worse than recorded: ${regression}`);
if (regressions.length > 0) {
  console.error(
    'If it has to be so, record it with “npm run bench:quick -- --record” and say why in the commit.',
  );
  process.exitCode = 1;
} else console.log('No figure is more than 5 % above its bound.');
