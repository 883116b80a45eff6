import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Announcer, type News } from '../../../tray/notify/announcer.ts';
import { rowOfTransfer } from '../../../tray/transfers/row-of-transfer.ts';
import { wordsFor } from '../../../tray/words/words-for.ts';
import { knownTransfer } from '../../support/transfer-views.ts';

const shown: { text: string; count: number }[] = [];
let announcer: Announcer;

beforeEach(() => {
  vi.useFakeTimers();
  shown.length = 0;
  announcer = new Announcer({
    words: () => wordsFor('en').main,
    show: ({ title, body }, about) => shown.push({ text: `${title}. ${body}`, count: about.length }),
  });
});
afterEach(() => vi.useRealTimers());

const news = (kind: 'done' | 'failed' | 'interrupted', key: string): News => ({
  kind,
  key,
  row: rowOfTransfer(knownTransfer(kind)),
});

it('tells an ending alone, and once however often it is seen', () => {
  announcer.add(news('done', 'a'));
  announcer.add(news('done', 'a'));
  vi.advanceTimersByTime(1000);
  announcer.add(news('done', 'a'));
  vi.advanceTimersByTime(5000);
  expect(shown).toMatchObject([{ text: expect.stringContaining('Guest'), count: 1 }]);
});

it('tells several that end within a second together, and later ones on their own', () => {
  for (const key of ['a', 'b', 'c']) announcer.add(news('done', key));
  announcer.add(news('failed', 'd'));
  vi.advanceTimersByTime(1000);
  announcer.add(news('interrupted', 'e'));
  vi.advanceTimersByTime(1000);
  expect(shown.map(({ count }) => count)).toEqual([4, 1]);
  expect(shown[0]?.text).toMatch(/3.*1/);
});

it('leaves no timer when there is nothing to tell', () => {
  announcer.add(news('done', 'a'));
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
});
