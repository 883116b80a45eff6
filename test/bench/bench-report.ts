/** `npm run bench:report`: makes charts and the generated parts of both READMEs from test/bench/results.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawGrowth } from './draw-growth.ts';
import { drawRace, sizeOfA } from './draw-race.ts';
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
const charts: string[] = [];
draw('race.svg', 'Time to copy a fresh guest with VM Ferry and other tools', drawRace(results));
draw(
  'growth.svg',
  'How the time of a copy grows with the length of the image and with its data',
  drawGrowth(results),
);

replaceBetween(
  'README.md',
  'bench',
  [
    ...charts,
    `${machineLines(results).join('; ')}. Shape A is ${sizeOfA(results)}.`,
    targetTable(results),
    startInWords(results),
    storyTable(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n'),
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

function draw(name: string, label: string, chart: string | undefined): void {
  if (chart === undefined) return;
  writeFileSync(resolve('test/bench', name), chart);
  charts.push(`![${label}](test/bench/${name})`);
}
