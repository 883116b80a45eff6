/** Words as a line of sh. Our own and not that of quick-action/, which is tested with it. */
export function quotedForSh(...words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
