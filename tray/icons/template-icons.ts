import { type Canvas, type Colour, cut, newCanvas, paint, type Shape } from './canvas.ts';
import {
  attentionRoom,
  attentionSign,
  ferry,
  grid,
  pauseRoom,
  pauseSign,
  progressLine,
  sea,
} from './ferry-shapes.ts';

/** macOS colours template images itself: only the alpha counts. */
const black = (): Colour => [0, 0, 0, 1];

interface Drawing {
  readonly shapes: readonly Shape[];
  /** Cut out of the shapes, and what is put there. */
  readonly room?: Shape;
  readonly sign?: Shape;
}

const drawings: ReadonlyMap<string, Drawing> = new Map<string, Drawing>([
  ['idle', { shapes: [ferry, sea(1, 17)] }],
  ...Array.from({ length: 9 }, (_, index): [string, Drawing] => [
    `progress${index + 1}`,
    { shapes: [ferry, progressLine(index + 1)] },
  ]),
  ['paused', { shapes: [ferry, sea(1, 17)], room: pauseRoom, sign: pauseSign }],
  ['attention', { shapes: [ferry, sea(1, 17)], room: attentionRoom, sign: attentionSign }],
]);

/** The icons of the menu bar by their file names; macOS and Electron take the meaning of `Template` and `@2x` from the name. */
export function templateIcons(): Map<string, { readonly canvas: Canvas; readonly dotsPerInch: number }> {
  const icons = new Map<string, { readonly canvas: Canvas; readonly dotsPerInch: number }>();
  for (const [name, drawing] of drawings) {
    icons.set(`${name}Template.png`, { canvas: draw(drawing, 1), dotsPerInch: 72 });
    icons.set(`${name}Template@2x.png`, { canvas: draw(drawing, 2), dotsPerInch: 144 });
  }
  return icons;
}

function draw({ shapes, room, sign }: Drawing, scale: number): Canvas {
  const canvas = newCanvas(grid * scale);
  for (const shape of shapes) paint(canvas, shape, scale, black);
  if (room !== undefined) cut(canvas, room, scale);
  if (sign !== undefined) paint(canvas, sign, scale, black);
  return canvas;
}
