import type { Point, Shape } from './canvas.ts';

/** The ferry on a grid of 18: one unit is a point of the menu bar, so that straight edges fall between pixels. */
export const grid = 18;

const rectangle = (left: number, top: number, right: number, bottom: number): Point[] => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

const funnel = rectangle(9, 1, 12, 4);
const cabin: Point[] = [
  [4, 5],
  [13, 5],
  [15, 9],
  [4, 9],
];
const windows = [rectangle(6, 6, 7, 8), rectangle(8, 6, 9, 8), rectangle(10, 6, 11, 8)];
const hull: Point[] = [
  [1, 10],
  [17, 10],
  [14.5, 14],
  [3.5, 14],
];

export const ferry: Shape = [funnel, cabin, ...windows, hull];

/** A sea that is one and a half points thick. */
export function sea(left: number, right: number, middle = 16, swell = 0.65, thickness = 1.5): Shape {
  const steps = 128;
  const line = (offset: number): Point[] =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const x = left + ((right - left) * step) / steps;
      return [x, middle + offset + swell * Math.sin(((x - left) / 16) * Math.PI * 6)];
    });
  return [[...line(-thickness / 2), ...line(thickness / 2).reverse()]];
}

/** What is done is thick and what is left is thin: the two differ in shape and not in shade. */
export function progressLine(tenths: number): Shape {
  const reached = 1 + (16 * tenths) / 10;
  return [rectangle(1, 15, reached, 17), ...(reached < 17 ? [rectangle(reached, 16, 17, 17)] : [])];
}

export const pauseSign: Shape = [rectangle(12, 9, 14, 17), rectangle(15, 9, 17, 17)];
export const pauseRoom: Shape = [rectangle(11, 8, 18, 18)];

const triangle = (grow: number): Point[] => [
  [13.5, 7.5 - grow * 1.6],
  [18 + grow, 17 + grow * 0.8],
  [9 - grow, 17 + grow * 0.8],
];
export const attentionSign: Shape = [triangle(0), rectangle(13, 10.5, 14, 14), rectangle(13, 15, 14, 16)];
export const attentionRoom: Shape = [triangle(1)];
