/**
 * `npm run bench`: VM Ferry against what people would use instead, all of it in one run.
 *
 *   --scale 0.25      part of the full size (default 1: 4 GiB of data in the largest shape)
 *   --rounds 5        turns that count
 *   --shapes A,B      only these (A to F; G is the two growth plots, S system calls and start)
 *   --keep            what the results file has of other shapes stays in it
 *   --full            A with 18 GiB of data, as in the report
 *   --out FILE        default test/bench/results.json; `npm run bench:report` makes table and charts of it
 *
 * Nothing is asserted. Needs Linux and root, for other volumes and the page cache.
 */
import { parseArgs } from 'node:util';
import { describeMachine } from './describe-machine.ts';
import { printReport } from './print-report.ts';
import { preparePrograms } from './programs.ts';
import { type BenchResults, joinResults, readResults, resultsPath, writeResults } from './results.ts';
import { runBench } from './run-bench.ts';

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    shapes: { type: 'string', default: 'A,B,C,D,E,F,G,S' },
    keep: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    out: { type: 'string', default: resultsPath },
  },
});

const programs = preparePrograms();
const machine = describeMachine();
const before = values.keep ? readResults(values.out) : undefined;
const joined = (now: BenchResults): BenchResults => (before === undefined ? now : joinResults(before, now));
const measured = await runBench(
  {
    programs,
    scale: Number(values.scale),
    rounds: Number(values.rounds),
    shapes: values.shapes.split(','),
    isFull: values.full,
  },
  machine,
  (sofar) => writeResults(joined(sofar), values.out),
);
const results = joined(measured);
writeResults(results, values.out);
printReport(results);
