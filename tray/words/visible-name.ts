/** Line and paragraph breaks, controls, and what reorders or hides text: a name must not be able to act on a sentence. */
const breaks = /[\s\u0085\u2028\u2029]+/g;
const controls =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name or path as harmless text on one line; empty names get a dash, so that nothing is ever nameless. */
export function visibleText(text: string): string {
  const harmless = text.replace(breaks, ' ').replace(controls, '').trim();
  return harmless === '' ? '–' : harmless;
}

/** Longer names would drown the sentence around them. */
const nameMax = 60;

/**
 * The same for use inside a sentence: short, and what runs from right to left is isolated, or it would turn the words around it.
 */
export function visibleName(name: string): string {
  const whole = visibleText(name);
  const characters = [...whole];
  const text =
    characters.length <= nameMax
      ? whole
      : `${characters.slice(0, nameMax - 16).join('')}…${characters.slice(-15).join('')}`;
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
