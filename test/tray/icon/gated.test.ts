import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gated } from '../../../tray/icon/gated.ts';

let put: string[];
let gate: Gated<string>;

beforeEach(() => {
  vi.useFakeTimers();
  put = [];
  gate = new Gated<string>('idle', 2000, (value) => put.push(value));
});
afterEach(() => vi.useRealTimers());

describe('what goes to the menu bar', () => {
  it('goes at once, and never twice in a row', () => {
    gate.want('idle');
    gate.want('one');
    gate.want('one');
    expect(put).toEqual(['one']);
  });

  it('goes at most once in its time, and the last of a burst is not lost', () => {
    for (let i = 0; i < 100; i++) {
      gate.want(`step ${i}`);
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(5000);
    expect(put.length).toBeLessThanOrEqual(6);
    expect(put.at(-1)).toBe('step 99');
  });

  it('that comes back to what is shown is not sent, and no timer is left', () => {
    gate.want('one');
    gate.want('two');
    gate.want('one');
    vi.advanceTimersByTime(2000);
    expect(put).toEqual(['one']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
