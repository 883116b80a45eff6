import { describe, expect, it } from 'vitest';
import { Announcer } from '../../../tray/popover/announcer.ts';
import { wordsFor } from '../../../tray/words/words-for.ts';
import { transferRow } from '../../support/popover-rows.ts';
import { popoverView } from '../../support/popover-views.ts';

const words = wordsFor('en');
const at = (part: number, name = 'Ubuntu') =>
  transferRow(name, name, { doneBytes: part * 100, totalBytes: 100 });

describe('the announcer', () => {
  it('is silent about what was there when the page opened', () => {
    const announcer = new Announcer();
    announcer.hearView(popoverView([at(0.6)]));
    expect(announcer.next(0, words)).toEqual({ say: null, waitMs: null });
  });

  it('says one sentence in ten seconds however fast a copy runs', () => {
    const announcer = new Announcer();
    const said: string[] = [];
    // A copy of 40 s with four views a second.
    for (let step = 0; step <= 160; step += 1) {
      announcer.hearView(popoverView([at(step / 160)]));
      const { say } = announcer.next(step * 250, words);
      if (say !== null) said.push(say);
    }
    expect(said).toEqual(['Ubuntu: 25%', 'Ubuntu: 50%', 'Ubuntu: 75%']);
  });

  it('replaces what it could not say yet by what is newer, and says when to ask again', () => {
    const announcer = new Announcer();
    announcer.hearView(popoverView([at(0)]));
    announcer.hearState('Ubuntu', 'Ubuntu', 'paused');
    expect(announcer.next(0, words).say).toBe('Ubuntu: Paused');
    announcer.hearState('Ubuntu', 'Ubuntu', 'copying');
    expect(announcer.next(4_000, words)).toEqual({ say: null, waitMs: 6_000 });
    announcer.hearState('Ubuntu', 'Ubuntu', 'done');
    expect(announcer.next(10_000, words).say).toBe('Ubuntu: Done');
    expect(announcer.next(30_000, words)).toEqual({ say: null, waitMs: null });
  });

  it('says a change once, whether it comes by a view or by a message', () => {
    const announcer = new Announcer();
    announcer.hearView(popoverView([at(0)]));
    announcer.hearState('Ubuntu', 'Ubuntu', 'done');
    announcer.hearView(popoverView([transferRow('Ubuntu', 'Ubuntu', { state: 'done' })]));
    expect(announcer.next(0, words).say).toBe('Ubuntu: Done');
    expect(announcer.next(20_000, words).say).toBeNull();
  });

  it('counts many changes instead of reading them out', () => {
    const announcer = new Announcer();
    announcer.hearView(popoverView([]));
    announcer.hearView(popoverView(['a', 'b', 'c', 'd'].map((name) => at(0, name))));
    expect(announcer.next(0, words).say).toBe('4 transfers changed');
  });

  it('does not speak of the steps that pass by themselves, nor of states it does not know', () => {
    const announcer = new Announcer();
    announcer.hearView(popoverView([at(0)]));
    for (const state of ['flushing', 'committing', 'removing-source', 'from-tomorrow'])
      announcer.hearState('Ubuntu', 'Ubuntu', state);
    expect(announcer.next(0, words).say).toBeNull();
  });
});
