import { describe, expect, it } from 'vitest';
import { type CheckName, quickActionTitles, type StepName } from '#installer';
import type { FerryErrorCode } from '../../../engine/errors.ts';
import type { Finding, FindingName } from '../../../tray/contract/checkup-view.ts';
import type { PieceName } from '../../../tray/contract/setup-view.ts';
import { amountsFor } from '../../../tray/words/amounts.ts';
import { type FailureCode, failureText } from '../../../tray/words/failure-words.ts';
import { visibleName, visibleText } from '../../../tray/words/visible-name.ts';
import { languageFor, wordsFor } from '../../../tray/words/words-for.ts';

const english = wordsFor('en');
const chinese = wordsFor('zh-Hans');

/** Every sentence of a table by its path; functions are called with something for each of their parameters. */
function sentences(table: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    const here = `${path}.${key}`;
    if (typeof value === 'string') found.set(here, value);
    else if (typeof value === 'object' && value !== null)
      for (const [deep, sentence] of sentences(value, here)) found.set(deep, sentence);
  }
  return found;
}

describe('both languages', () => {
  it('call the Quick Actions what Finder calls them', () => {
    for (const { language, popover } of [english, chinese])
      for (const title of Object.values(quickActionTitles(language)))
        expect(popover.empty.steps[1]).toContain(title);
  });

  it('have a name for everything that the installer looks at or puts in place', () => {
    // Compiles only while the two rooms agree.
    const sameFindings: [CheckName, FindingName] extends [FindingName, CheckName] ? true : false = true;
    const samePieces: [StepName, PieceName] extends [PieceName, StepName] ? true : false = true;
    expect([sameFindings, samePieces]).toEqual([true, true]);
  });

  it('say in Chinese what was found, also where the installer says it in English', () => {
    const finding: Finding = {
      name: 'engine',
      state: 'broken',
      found: 'The engine does not run: it rained.',
      advice: 'Install VM Ferry again.',
      remedy: null,
    };
    expect(english.checkup.text(finding)).toEqual({ found: finding.found, advice: finding.advice });
    expect(Object.values(chinese.checkup.text(finding)).join()).not.toMatch(/rained|again/);
    const failure = { code: 'NOT_ALLOWED', step: null, message: 'It rained.', advice: 'Wait.' } as const;
    expect(chinese.setup.failed.reason(failure).message).not.toMatch(/rained/);
    expect(chinese.setup.failed.reason({ ...failure, code: 'constructor' })).toEqual({
      message: 'It rained.',
      advice: 'Wait.',
    });
  });

  it('have a name for every failure of the engine', () => {
    // Compiles only while no code of the engine is missing.
    const covers: [FerryErrorCode] extends [FailureCode] ? true : false = true;
    expect(covers).toBe(true);
    expect(Object.keys(english.failures.byCode)).toEqual(Object.keys(chinese.failures.byCode));
  });

  it('leave no sentence empty, and the Chinese ones are Chinese', () => {
    const { amounts: _a, ...inEnglish } = english;
    const { amounts: _b, ...inChinese } = chinese;
    const translated = sentences(inChinese);
    expect([...translated.keys()]).toEqual([...sentences(inEnglish).keys()]);
    for (const [path, text] of translated) {
      if (path === '.language' || path === '.main.tooltip.idle') continue;
      expect(text, path).toMatch(/\p{Script=Han}/u);
    }
    for (const [path, text] of sentences(inEnglish)) expect(text.trim(), path).not.toBe('');
  });

  it('speak no option of the command line', () => {
    for (const words of [english, chinese])
      for (const [path, text] of sentences(words))
        expect(text, path).not.toMatch(/--\w|ferry (list|copy|resume)/);
  });

  it('say the engine’s own sentences where they know no better', () => {
    const failure = { code: 'FROM_TOMORROW', message: 'It rained.', advice: 'Wait.' };
    expect(failureText(chinese.failures, failure).advice).toBe('It rained. Wait.');
    // Not a code, though every object has it.
    expect(failureText(english.failures, { ...failure, code: 'constructor' }).title).toBe(
      'Something went wrong',
    );
  });

  it('are chosen by what the person prefers first', () => {
    expect(languageFor(['zh-Hant-TW', 'en'])).toBe('zh-Hans');
    expect(languageFor(['zh_CN'])).toBe('zh-Hans');
    expect(languageFor(['de-DE', 'en-GB', 'zh-Hans'])).toBe('en');
    expect(languageFor([])).toBe('en');
  });
});

describe('amounts', () => {
  const amounts = amountsFor('en');

  it('are decimal as in Finder, with three digits that count', () => {
    expect([0, 1, 999, 1_000, 999_600, 18.24e9, 99.96e9, 999.7e9].map(amounts.size)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '1.00 MB',
      '18.2 GB',
      '100 GB',
      '1.00 TB',
    ]);
    expect(amounts.size(Number.NaN)).toBe('0 bytes');
    expect(amounts.exactBytes(46_283_710_464)).toBe('46,283,710,464 bytes');
  });

  it('round the time left so that it does not flicker', () => {
    const shown = (from: number, count: number) =>
      new Set(Array.from({ length: count }, (_, step) => amounts.timeLeft(from - step)));
    expect(shown(59, 50).size).toBeLessThanOrEqual(12);
    expect([3, 61, 3_599, 5_400, 90_000].map(amounts.timeLeft)).toEqual([
      '5 sec',
      '1 min',
      '1 hr',
      '1 hr 30 min',
      '1 day',
    ]);
  });

  it('never say 100 percent before the end', () => {
    expect(amounts.percent(0.9999)).toBe('99%');
    expect(amounts.percent(0.29)).toBe('29%');
    expect(amounts.percent(1)).toBe('100%');
  });

  it('name durations by their two largest units', () => {
    expect([400, 72_000, 3_600_000, 109_830_000].map(amounts.duration)).toEqual([
      '0.4 sec',
      '1 min 12 sec',
      '1 hr',
      '1 day 6 hr',
    ]);
  });
});

describe('names', () => {
  it('lose what could act on a sentence', () => {
    expect(visibleText('a\u202Eb\u2066c\n\td\u0000\u200Be')).toBe('abc de');
    expect(visibleText('\u202E\n')).toBe('–');
  });

  it('keep what people write', () => {
    for (const name of ['Ubuntu 24.04', '我的虚拟机', 'café ☕', 'مجلد', '<b>&amp;'])
      expect(visibleText(name)).toBe(name);
  });

  it('are isolated in a sentence when they run from right to left, and shortened when they are long', () => {
    expect(visibleName('שלום')).toBe('\u2068שלום\u2069');
    expect([...visibleName(`${'x'.repeat(300)}end`)].length).toBe(60);
    expect(visibleName(`${'x'.repeat(300)}end`).endsWith('end')).toBe(true);
  });
});
