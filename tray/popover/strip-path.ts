/** Height of the picture; a cell is one unit wide. */
export const stripHeight = 10;
/** Any data at all must be seen, however little of its cell it fills. */
const heightMin = 3;

/**
 * The data of a strip as one SVG path: neighbouring cells of one height are one block.
 *
 * @param strip one digit a cell, 0 all hole … 9 all data
 */
export function stripPath(strip: string): string {
  let path = '';
  for (let start = 0; start < strip.length; ) {
    const level = strip[start] ?? '0';
    let end = start + 1;
    while (strip[end] === level) end += 1;
    const part = digit(level);
    if (part > 0) {
      const height = heightMin + ((stripHeight - heightMin) * (part - 1)) / 8;
      path += `M${start} ${stripHeight}V${round(stripHeight - height)}H${end}V${stripHeight}z`;
    }
    start = end;
  }
  return path;
}

/** How much of all cells is data, 0 to 1. */
export function dataPart(strip: string): number {
  if (strip === '') return 0;
  let sum = 0;
  for (const cell of strip) sum += digit(cell);
  return sum / (9 * strip.length);
}

function digit(cell: string): number {
  return cell >= '0' && cell <= '9' ? Number(cell) : 0;
}
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
