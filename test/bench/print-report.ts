import type { BenchResults } from './results.ts';
import { judge } from './targets.ts';

/** The targets, for a terminal. */
export function printReport(results: BenchResults): void {
  console.log('');
  for (const { title, bound, measured, verdict } of judge(results))
    console.log(`${title.padEnd(60)} ${bound.padStart(10)}  ${measured.padStart(10)}  ${verdict}`);
  const { start, story } = results;
  if (start !== null)
    console.log(
      `\nstart: node ${start.bareNodeMs.toFixed(0)} ms, ferry --version ${start.startUpMs.toFixed(0)} ms, first byte after ${start.firstByteMs.toFixed(0)} ms; pauses ${start.pauseMs.join(' ')} ms; killed and resumed, ${start.rewrittenShare?.toFixed(3) ?? '?'} of one copy was written`,
    );
  for (const { name, seeks, hours } of story)
    console.log(
      `model: ${name.padEnd(20)} ${seeks.toLocaleString('en').padStart(12)} seeks  ${hours.toFixed(2)} h`,
    );
}
