import prettyMs from 'pretty-ms';

export { sizeInWords } from '#engine';

export function durationInWords(milliseconds: number): string {
  return prettyMs(milliseconds, milliseconds < 60_000 ? { secondsDecimalDigits: 1 } : { unitCount: 2 });
}

/** `1 file`, `3 files`, `1,200 files`. */
export function countInWords(count: number, one: string, many = `${one}s`): string {
  // Not by toLocaleString: the first use of a locale takes 18 ms, and every copy says how many files it has.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? one : many}`;
}

/**
 * A name or path that cannot act on the terminal: control characters are shown as escapes, since file names are
 * hostile input.
 */
export function shown(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be made harmless
  return path.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}
