/** Pixels with straight alpha, red, green, blue and alpha from 0 to 1, row by row. */
export interface Canvas {
  readonly size: number;
  readonly pixels: Float64Array;
}
export type Point = readonly [x: number, y: number];
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];
/** One closed outline or several; where an even number of them overlap there is a hole. */
export type Shape = readonly (readonly Point[])[];

/** Lines are sampled this often in one pixel; along a line the cover is exact. */
const linesPerPixel = 16;

export function newCanvas(size: number): Canvas {
  return { size, pixels: new Float64Array(size * size * 4) };
}

/**
 * Paints a shape over what is there.
 *
 * @param scale pixels in one unit of the shape
 * @param colour of a pixel, by how far down it is (0 to 1)
 */
export function paint(canvas: Canvas, shape: Shape, scale: number, colour: (down: number) => Colour): void {
  eachRow(canvas, shape, scale, (row, covers) => {
    const [red, green, blue, alpha] = colour((row + 0.5) / canvas.size);
    covers.forEach((cover, column) => {
      if (cover > 0) blend(canvas, row * canvas.size + column, [red, green, blue, alpha * cover]);
    });
  });
}

/** Takes away what is there under a shape. */
export function cut(canvas: Canvas, shape: Shape, scale: number): void {
  eachRow(canvas, shape, scale, (row, covers) => {
    covers.forEach((cover, column) => {
      const at = (row * canvas.size + column) * 4 + 3;
      canvas.pixels[at] = (canvas.pixels[at] ?? 0) * (1 - cover);
    });
  });
}

function eachRow(
  { size }: Canvas,
  shape: Shape,
  scale: number,
  visit: (row: number, covers: Float64Array) => void,
): void {
  const edges = shape.flatMap((outline) =>
    outline.map((point, index) => [point, outline[(index + 1) % outline.length] ?? point] as const),
  );
  for (let row = 0; row < size; row += 1) {
    const covers = new Float64Array(size);
    for (let line = 0; line < linesPerPixel; line += 1) {
      const y = (row + (line + 0.5) / linesPerPixel) / scale;
      const crossings = edges
        .filter(([a, b]) => a[1] <= y !== b[1] <= y)
        .map(([a, b]) => (a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) * scale)
        .sort((a, b) => a - b);
      for (let index = 0; index + 1 < crossings.length; index += 2)
        addSpan(covers, crossings[index] ?? 0, crossings[index + 1] ?? 0);
    }
    visit(row, covers);
  }
}

function addSpan(covers: Float64Array, start: number, end: number): void {
  const first = Math.max(0, start);
  const last = Math.min(covers.length, end);
  for (let column = Math.floor(first); column < last; column += 1)
    covers[column] =
      (covers[column] ?? 0) + (Math.min(last, column + 1) - Math.max(first, column)) / linesPerPixel;
}

function blend({ pixels }: Canvas, index: number, [red, green, blue, alpha]: Colour): void {
  const at = index * 4;
  const under = pixels[at + 3] ?? 0;
  const sum = alpha + under * (1 - alpha);
  if (sum === 0) return;
  [red, green, blue].forEach((part, channel) => {
    pixels[at + channel] = (part * alpha + (pixels[at + channel] ?? 0) * under * (1 - alpha)) / sum;
  });
  pixels[at + 3] = sum;
}
