import { machineLines } from './report-tables.ts';
import type { BenchResults, RaceRecord } from './results.ts';
import { round, svg, text } from './theme.ts';

const [width, left, right, rowHeight, barHeight] = [760, 232, 84, 26, 16];

/** Shape A as bars, what does not flush and what does apart. A bar that would make all others invisible is cut and says so. */
export function drawRace(results: BenchResults): string | undefined {
  const race = results.races.find(
    (each) => each.shape === 'A' && each.volume === 'ext4' && each.cache === 'warm',
  );
  if (race === undefined) return undefined;
  const top = 64;
  const body: string[] = [];
  let y = top;
  for (const isDurable of [false, true]) {
    body.push(text(20, y + 4, isDurable ? 'On the device when it ends' : 'Left to the cache', 'text title'));
    y += 18;
    const group = race.results.filter((each) => each.isDurable === isDurable);
    for (const each of [...group].sort((a, b) => a.wallMs - b.wallMs)) {
      body.push(bar(race, each, y));
      y += rowHeight;
    }
    y += 16;
  }
  body.unshift(
    text(
      20,
      28,
      `A fresh guest: ${gib(race.logicalBytes)} disk image with ${gib(race.dataBytes)} of data`,
      'text title',
    ),
    text(20, 46, 'seconds, median; the thin line is the spread', 'dim small'),
  );
  for (const line of machineLines(results)) {
    body.push(text(20, y + 4, line, 'dim small'));
    y += 16;
  }
  return svg(width, y + 6, 'Time to copy a sparse disk image with VM Ferry and other tools', body);
}

function bar(race: RaceRecord, result: RaceRecord['results'][number], y: number): string {
  const ordered = race.results.map((each) => each.wallMs).sort((a, b) => a - b);
  // The longest but one sets the scale, unless it is close to the longest.
  const [last = 1, second = 1] = [ordered.at(-1), ordered.at(-2)];
  const full = last > second * 2.5 ? second * 1.15 : last;
  const scale = (width - left - right) / full;
  const length = Math.min(result.wallMs, full) * scale;
  const isCut = result.wallMs > full;
  const isOurs = result.peer.startsWith('ferry');
  const kind =
    result.peer === 'ferryVerify'
      ? 'verified'
      : isOurs
        ? 'ours'
        : result.peer === 'broken'
          ? 'bad'
          : 'others';
  const [low, high] = [Math.min(result.lowMs, full) * scale, Math.min(result.highMs, full) * scale];
  const middle = y + barHeight / 2;
  return [
    text(left - 10, y + 13, result.name, isOurs ? 'text' : 'dim', 'end'),
    `<rect class="${kind}" x="${left}" y="${y}" width="${round(Math.max(length, 2))}" height="${barHeight}" rx="3"/>`,
    isCut
      ? `<path class="page" d="M${round(left + length - 26)} ${y - 2} l6 0 l-8 ${barHeight + 4} l-6 0 z"/>`
      : `<path class="rule" d="M${round(left + low)} ${middle} H${round(left + high)}" stroke-width="1"/>`,
    text(
      left + Math.max(length, isCut ? 0 : high) + 8,
      y + 13,
      (result.wallMs / 1000).toFixed(2),
      isOurs ? 'text' : 'dim',
    ),
  ].join('\n');
}

/** In words: how much of the full size was run. */
export function sizeOfA({ races }: BenchResults): string {
  const race = races.find((each) => each.shape === 'A');
  return race === undefined
    ? 'not measured'
    : `${gib(race.logicalBytes)} with ${gib(race.dataBytes)} of data`;
}

export const gib = (bytes: number) =>
  `${(bytes / 2 ** 30).toLocaleString('en', { maximumFractionDigits: 2 })} GiB`;
