/** Shorter names nearly always fit; longer ones keep this many characters at their end. */
const wholeMax = 20;
const tailLength = 8;
/** Nobody reads more, and a name may have 255 bytes or, in a hostile record, any length. */
const shownMax = 300;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The two parts between which an ellipsis may come; never inside of what a person sees as one character. */
export function splitName(text: string): { readonly head: string; readonly tail: string } {
  const characters = [...segmenter.segment(text.slice(0, shownMax * 4))].map((each) => each.segment);
  if (characters.length <= wholeMax) return { head: text, tail: '' };
  // A space at either end of a part would be lost in the layout.
  const isSpace = (at: number): boolean => characters[at]?.trim() === '';
  let cut = characters.length - tailLength;
  while (cut < characters.length - 1 && (isSpace(cut) || isSpace(cut - 1))) cut += 1;
  return {
    head: characters.slice(0, Math.min(cut, shownMax)).join(''),
    tail: characters.slice(cut).join(''),
  };
}
