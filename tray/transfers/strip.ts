/** Cells of the picture of a copy: what 360 points can show. */
export const stripCells = 64;

/** A disk image as `ferry inspect --json` describes it. */
export interface MappedImage {
  readonly logicalBytes: number;
  /** How much of each of equal parts is data, 0 to 1; empty when it was not read. */
  readonly strip: readonly number[];
}

/**
 * One picture for all disk images of a VM, in the order in which they are copied: each gets cells by its length, at least one.
 * One digit a cell: 0 all hole, 9 all data; a cell with any data is never 0.
 */
export function drawStrip(images: readonly MappedImage[], cells = stripCells): string {
  const mapped = images.filter(({ strip, logicalBytes }) => strip.length > 0 && logicalBytes > 0);
  const totalBytes = mapped.reduce((sum, { logicalBytes }) => sum + logicalBytes, 0);
  return mapped
    .slice(0, cells)
    .map((image) =>
      drawImage(image.strip, Math.max(1, Math.round((cells * image.logicalBytes) / totalBytes))),
    )
    .join('')
    .slice(0, cells);
}

/**
 * How much of the strip is done when `share` of the data is, both 0 to 1: data is what takes time, holes are passed over.
 */
export function doneOfStrip(strip: string, share: number): number {
  const amounts = [...strip].map(Number);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (total === 0 || share >= 1) return share >= 1 ? 1 : 0;
  let left = share * total;
  for (const [cell, amount] of amounts.entries()) {
    if (left < amount) return (cell + left / amount) / amounts.length;
    left -= amount;
  }
  return 1;
}

function drawImage(strip: readonly number[], cells: number): string {
  return Array.from({ length: cells }, (_, cell) => {
    const start = (cell * strip.length) / cells;
    const end = ((cell + 1) * strip.length) / cells;
    const parts = strip.slice(Math.floor(start), Math.max(Math.floor(start) + 1, Math.ceil(end)));
    const share = parts.reduce((sum, part) => sum + part, 0) / parts.length;
    return share > 0 ? Math.min(9, Math.max(1, Math.round(share * 9))) : 0;
  }).join('');
}
