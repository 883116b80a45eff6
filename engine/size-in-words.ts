import prettyBytes from 'pretty-bytes';

/** Sizes as Finder shows them: powers of 1000, one digit after the point. */
export function sizeInWords(bytes: number): string {
  return prettyBytes(bytes, { maximumFractionDigits: bytes < 10_000 ? 0 : 1 });
}

/** For messages that somebody may compute with: `18.2 GB (18,234,567,890 bytes)`. */
export function exactSizeInWords(bytes: number): string {
  const count = `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1000 ? count : `${sizeInWords(bytes)} (${count})`;
}
