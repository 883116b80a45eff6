import { type Canvas, type Colour, newCanvas, type Point, paint, type Shape } from './canvas.ts';
import { ferry, sea } from './ferry-shapes.ts';

/** Apple's grid for app icons: 824 of 1024 points, the rest is air. */
const board = 1024;
const side = 824;

/** The app's icon at any size: the ferry of the menu bar on a morning sea. */
export function appIcon(size: number): Canvas {
  const canvas = newCanvas(size);
  const scale = size / board;
  paint(canvas, [tile()], scale, (down) =>
    mix([0.2, 0.62, 0.95, 1], [0.03, 0.26, 0.62, 1], (down - 0.1) / 0.8),
  );
  paint(canvas, water(640, 34), scale, () => [1, 1, 1, 0.16]);
  paint(canvas, placed(ferry, 34, 206, 168), scale, () => [1, 1, 1, 1]);
  paint(canvas, placed(sea(1, 17, 16, 0.55, 1.1), 34, 206, 168), scale, () => [1, 1, 1, 0.92]);
  return canvas;
}

function placed(shape: Shape, scale: number, left: number, top: number): Shape {
  return shape.map((outline) => outline.map(([x, y]): Point => [left + x * scale, top + y * scale]));
}

/** A superellipse: rounder than a rounded square, as the tiles of macOS are. */
function tile(): Point[] {
  const steps = 512;
  const radius = side / 2;
  const power = 2 / 5.2;
  return Array.from({ length: steps }, (_, step): Point => {
    const turn = (step / steps) * 2 * Math.PI;
    const along = (value: number): number => Math.sign(value) * Math.abs(value) ** power * radius;
    return [board / 2 + along(Math.cos(turn)), board / 2 + along(Math.sin(turn))];
  });
}

/** The sea below the horizon, inside of the tile. */
function water(top: number, swell: number): Shape {
  const lower = tile().map(([x, y]): Point => [x, Math.max(y, top + swell * Math.sin(x / 55))]);
  return [lower];
}

function mix(one: Colour, other: Colour, part: number): Colour {
  const share = Math.min(1, Math.max(0, part));
  const channel = (index: 0 | 1 | 2 | 3): number => one[index] + (other[index] - one[index]) * share;
  return [channel(0), channel(1), channel(2), channel(3)];
}
