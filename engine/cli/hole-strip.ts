/** From a hole to full in quarters. Shades, since low bars at the foot of a line look like underscores. */
const levels = ['·', '░', '▒', '▓', '█'];

/**
 * A hole map as one line of characters. Any data at all shows, however little of its cell it fills.
 *
 * @param strip how much of each cell is data, 0 to 1
 */
export function holeStrip(strip: readonly number[]): string {
  return strip.map((part) => levels[part === 0 ? 0 : Math.max(1, Math.round(part * 4))]).join('');
}
