/**
 * Sets the paths of `quick-action VERB PATH…` apart from options: whatever follows the verb is a path, also when it begins
 * with a dash. Automator's command cannot do this itself without knowing more about us than it should.
 *
 * @param words as in process.argv
 */
export function separatePaths(words: readonly string[]): string[] {
  const [node = '', file = '', command, ...rest] = words;
  if (command !== 'quick-action') return [...words];
  const verb = rest.findIndex((word) => !word.startsWith('-'));
  if (verb < 0) return [...words];
  return [node, file, command, ...rest.slice(0, verb + 1), '--', ...rest.slice(verb + 1)];
}
