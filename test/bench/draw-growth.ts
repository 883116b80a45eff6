import { gib } from './draw-race.ts';
import type { BenchResults, Growth } from './results.ts';
import { round, svg, text } from './theme.ts';

const [width, height, panel] = [760, 250, 380];

/** Two small plots: flat against the logical size, a straight line against the data. */
export function drawGrowth(results: BenchResults): string | undefined {
  if (results.growth.length === 0) return undefined;
  return svg(
    width,
    height,
    'How the time of a copy grows',
    results.growth.flatMap((growth, i) => plot(growth, i * panel)),
  );
}

function plot(growth: Growth, x: number): string[] {
  const [left, right, top, bottom] = [x + 48, x + panel - 28, 56, height - 44];
  const sizes = growth.points.map((point) => point.bytes);
  const highest = Math.max(...growth.points.flatMap((point) => [point.wallMs, point.cpMs])) * 1.1;
  // Logical sizes span four powers of ten, so that axis counts doublings.
  const place = growth.unit === 'logical' ? Math.log2 : (bytes: number) => bytes;
  const [first, last] = [growth.unit === 'logical' ? place(sizes[0] ?? 1) : 0, place(sizes.at(-1) ?? 1)];
  const atX = (bytes: number) => round(left + ((place(bytes) - first) / (last - first)) * (right - left));
  const atY = (milliseconds: number) => round(bottom - (milliseconds / highest) * (bottom - top));
  const line = (of: (point: Growth['points'][number]) => number, kind: string) =>
    `<polyline class="${kind}" stroke-width="2.5" points="${growth.points.map((point) => `${atX(point.bytes)},${atY(of(point))}`).join(' ')}"/>`;
  return [
    text(x + 20, 28, growth.title, 'text title'),
    text(
      x + 20,
      45,
      `seconds against ${growth.unit === 'logical' ? 'length of the image (each step 8 to 16 times)' : 'data'}`,
      'dim small',
    ),
    ...[0, 0.5, 1].map((share) => {
      const y = atY(highest * share);
      return `<path class="grid" d="M${left} ${y} H${right}"/>${text(left - 6, y + 4, ((highest * share) / 1000).toFixed(highest < 2000 ? 2 : 1), 'dim small', 'end')}`;
    }),
    line((point) => point.cpMs, 'others-line'),
    line((point) => point.wallMs, 'ours-line'),
    ...growth.points.map(
      (point) => `<circle class="ours" cx="${atX(point.bytes)}" cy="${atY(point.wallMs)}" r="3.5"/>`,
    ),
    ...growth.points
      .filter((_point, i) => growth.unit === 'logical' || i === 0 || i >= growth.points.length - 2)
      .map((point) => text(atX(point.bytes), bottom + 18, size(point.bytes), 'dim small', 'middle')),
    `<rect class="ours" x="${left}" y="${bottom + 28}" width="10" height="4"/>${text(left + 16, bottom + 34, 'VM Ferry, flushes off', 'dim small')}`,
    `<rect class="others" x="${left + 150}" y="${bottom + 28}" width="10" height="4"/>${text(left + 166, bottom + 34, 'cp', 'dim small')}`,
  ];
}

const size = (bytes: number) =>
  bytes >= 2 ** 40
    ? `${bytes / 2 ** 40} TiB`
    : bytes < 2 ** 30
      ? `${Math.round(bytes / 2 ** 20)} MiB`
      : gib(bytes);
