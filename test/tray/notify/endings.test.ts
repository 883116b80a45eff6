import { describe, expect, it } from 'vitest';
import { endingOf, missedEndings } from '../../../tray/notify/endings.ts';
import { knownTransfer, unreadable } from '../../support/transfer-views.ts';

const endedAt = '2026-01-02T03:04:05.000Z';
const done = knownTransfer('done', { endedAt });

describe('what is told of a transfer', () => {
  it('is each ending once', () => {
    expect(endingOf(knownTransfer('committing'), done)).toMatchObject({ kind: 'done' });
    expect(endingOf(knownTransfer('copying'), knownTransfer('failed', { endedAt }))?.kind).toBe('failed');
    expect(endingOf(done, done)).toBeUndefined();
  });

  it('is an ending that came too fast to be seen coming', () => {
    expect(endingOf(undefined, done)?.kind).toBe('done');
  });

  it('is that nobody works on it any more, but not each further try to go on', () => {
    const lost = knownTransfer('interrupted', { attempts: 1 });
    expect(endingOf(knownTransfer('copying'), lost)?.kind).toBe('interrupted');
    expect(endingOf(lost, lost)).toBeUndefined();
    expect(endingOf(knownTransfer('copying'), lost)?.key).toBe(endingOf(knownTransfer('paused'), lost)?.key);
  });

  it('is not what the person did, nor what cannot be read', () => {
    expect(endingOf(knownTransfer('copying'), knownTransfer('cancelled', { endedAt }))).toBeUndefined();
    expect(endingOf(done, undefined)).toBeUndefined();
    for (const view of unreadable) expect(endingOf(done, view)).toBeUndefined();
  });

  it('is what ended while the app did not run, from the second life of the app on', () => {
    expect(missedEndings([done], '2026-01-01T00:00:00.000Z')).toHaveLength(1);
    expect(missedEndings([done], '2026-01-03T00:00:00.000Z')).toEqual([]);
    expect(missedEndings([done], null)).toEqual([]);
  });
});
