import { describe, expect, it } from 'vitest';
import { iconOf } from '../../../tray/icon/icon-of.ts';
import { rowOfTransfer } from '../../../tray/transfers/row-of-transfer.ts';
import { summaryOf } from '../../../tray/transfers/summary-of.ts';
import { counters, knownTransfer } from '../../support/transfer-views.ts';

const nothing = { questionCount: 0, unseenCount: 0 };
const iconFor = (states: readonly ('copying' | 'paused' | 'queued')[], done = 0, attention = nothing) => {
  const rows = states.map((state) => rowOfTransfer(knownTransfer(state, { counters: counters(done, 1000) })));
  return iconOf(summaryOf(rows, 0), rows, attention, true);
};

describe('the icon', () => {
  it('is calm without transfers, and when all stand still it says so', () => {
    expect(iconFor([])).toEqual({ name: 'idle', title: '', percent: null });
    expect(iconFor(['paused', 'paused']).name).toBe('paused');
    expect(iconFor(['paused', 'queued']).name).toBe('idle');
  });

  it('goes through all nine steps, from the first byte to the last', () => {
    const names = Array.from({ length: 1001 }, (_, done) => iconFor(['copying'], done).name);
    expect(new Set(names).size).toBe(9);
    expect([names[0], names[500], names[1000]]).toEqual(['progress1', 'progress5', 'progress9']);
  });

  it('shows the percent beside it, rounded down: 100 is done', () => {
    expect(iconFor(['copying', 'paused'], 999).title).toBe(' 99%');
  });

  it('calls when somebody waits for the person, also while others copy', () => {
    expect(iconFor(['copying'], 500, { questionCount: 1, unseenCount: 0 })).toMatchObject({
      name: 'attention',
      title: ' 50%',
    });
    expect(iconFor([], 0, { questionCount: 0, unseenCount: 1 }).name).toBe('attention');
  });
});
