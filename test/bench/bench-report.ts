/** `npm run bench:report`: makes charts and the generated parts of both READMEs from test/bench/results.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawGrowth } from './draw-growth.ts';
import { drawRace } from './draw-race.ts';
import {
  callTable,
  machineLines,
  raceTables,
  startInWords,
  storyTable,
  targetTable,
} from './report-tables.ts';
import { readResults } from './results.ts';

const results = readResults();
writeFileSync(resolve('test/bench/race.svg'), drawRace(results));
if (results.growth.length > 0) writeFileSync(resolve('test/bench/growth.svg'), drawGrowth(results));

replaceBetween(
  'README.md',
  'bench',
  `${machineLines(results).join('; ')}.\n\n${targetTable(results)}\n\n${startInWords(results)}\n\n${storyTable(results)}`,
);
replaceBetween('test/bench/README.md', 'races', raceTables(results));
replaceBetween('test/bench/README.md', 'calls', callTable(results));

/** Only what stands between the two marks of that name is generated. */
function replaceBetween(file: string, name: string, content: string): void {
  const path = resolve(file);
  const [start, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const whole = readFileSync(path, 'utf8');
  if (!whole.includes(start) || !whole.includes(end)) throw new Error(`${file} has no place for ${name}`);
  const before = whole.slice(0, whole.indexOf(start) + start.length);
  const after = whole.slice(whole.indexOf(end));
  writeFileSync(path, `${before}\n\n${content}\n\n${after}`);
}
