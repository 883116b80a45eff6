import { type LeftOut, nameInWords, type Verb } from './selection.ts';

/** What an alert says. The title never begins with a dash, whatever is selected. */
export interface Alert {
  readonly title: string;
  readonly text: string;
}

/** More lines than this and an alert would not fit on a small screen. */
const linesMax = 8;

/** What the person is told about the things that were left out, in one alert; undefined when there is nothing to tell. */
export function alertOfLeftOut(leftOut: readonly LeftOut[], selected: number): Alert | undefined {
  const [first] = leftOut;
  if (first === undefined) return undefined;
  if (selected === 1) return { title: first.sentence.replace(/\.$/, ''), text: first.advice };
  const lines = leftOut.slice(0, linesMax).map(({ sentence }) => sentence);
  if (leftOut.length > linesMax) lines.push(`… and ${leftOut.length - linesMax} more.`);
  const faults = new Set(leftOut.flatMap(({ isFault, advice }) => (isFault === true ? advice : [])));
  if (faults.size > 0) lines.push('', ...faults);
  const isAll = leftOut.length === selected;
  if (!isAll) lines.push('', 'The others are taken on.');
  return {
    title: isAll
      ? `VM Ferry took on none of the ${selected} things you selected`
      : `VM Ferry left out ${leftOut.length} of the ${selected} things you selected`,
    text: lines.join('\n'),
  };
}

/** Nobody has asked the person where to. */
export function alertOfSilence(verb: Verb, sources: readonly string[], openProblem: string): Alert {
  const [one] = sources;
  const done = verb === 'copy' ? 'copied' : 'moved';
  const what =
    sources.length === 1 && one !== undefined
      ? `${nameInWords(one)} was not ${done} yet`
      : `The ${sources.length} virtual machines were not ${done} yet`;
  const whom = sources.length === 1 ? 'it' : 'them';
  return {
    title: 'VM Ferry does not answer',
    text:
      openProblem === ''
        ? `${what}. Open VM Ferry from the Applications folder, and choose there where to ${verb} ${whom}. If it is open, quit it and open it again.`
        : `${what}, because VM Ferry could not be opened. Install it again and open it, and choose there where to ${verb} ${whom}.`,
  };
}
