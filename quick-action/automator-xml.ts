import { build, type PlistValue } from 'plist';

/** What a property list of ours is made of. (Types, not interfaces, can be given for it.) */
export type PlainValue = string | number | boolean | readonly PlainValue[] | PlainDict;
export interface PlainDict {
  readonly [key: string]: PlainValue;
}

/**
 * A property list in the form that Automator writes: XML, tabs, the outermost value not indented, keys in ASCII order, only
 * `&`, `<` and `>` escaped, an empty text as a pair of tags, and a line break at the end.
 *
 * @throws RangeError for a text with characters that XML cannot hold or would change (control characters, lone surrogates)
 */
export function automatorXml(value: PlainValue): string {
  const xml = build(sorted(value) as PlistValue, { indent: '\t', offset: -1 });
  // Outside of a tag each “<” is escaped, so this cannot be part of a text.
  return `${xml.replaceAll('<string/>', '<string></string>')}\n`;
}

function sorted(value: PlainValue): PlainValue {
  if (typeof value === 'string') return written(value);
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.map(sorted);
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [written(key), sorted(value[key] as PlainValue)]));
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function written(text: string): string {
  if (/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text))
    throw new RangeError(`a property list cannot hold the text ${JSON.stringify(text)}`);
  return text;
}
