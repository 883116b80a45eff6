import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Switches } from '../../../tray/contract/setup-view.ts';
import { SwitchWatch } from '../../../tray/setup/switch-watch.ts';

/** A person who looks at the window, and a system that takes its time to answer. */
function makeWatch() {
  const state = { isWanted: true, readCount: 0, told: [] as Switches[], tookAlso: () => {} };
  let answer: (switches: Switches) => void = () => {};
  const watch = new SwitchWatch({
    isWanted: () => state.isWanted,
    read: () => {
      state.readCount++;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    took: (switches) => {
      state.told.push(switches);
      state.tookAlso();
    },
  });
  const reply = async (switches: Switches) => {
    answer(switches);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { watch, state, reply };
}

describe('the watch of the Quick Actions’ switches', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('looks again some time after each answer, and never twice at once', async () => {
    const { watch, state, reply } = makeWatch();
    void watch.look();
    void watch.look();
    expect([state.readCount, vi.getTimerCount()]).toEqual([1, 0]);
    await reply('off');
    expect([state.told, vi.getTimerCount()]).toEqual([['off'], 1]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.readCount).toBe(2);
  });

  it('has one timer when what it told made somebody ask it to look again', async () => {
    const { watch, state, reply } = makeWatch();
    state.tookAlso = () => {
      state.tookAlso = () => {};
      void watch.look();
    };
    void watch.look();
    await reply('off');
    expect([state.readCount, vi.getTimerCount()]).toEqual([2, 0]);
    await reply('off');
    expect(vi.getTimerCount()).toBe(1);
  });

  it('ends when nobody looks any more', async () => {
    const { watch, state, reply } = makeWatch();
    void watch.look();
    await reply('off');
    state.isWanted = false;
    await vi.advanceTimersByTimeAsync(2000);
    expect([state.readCount, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('is over when the app ends, also while the system has not answered', async () => {
    const { watch, state, reply } = makeWatch();
    void watch.look();
    watch.dispose();
    await reply('on');
    expect([state.told, vi.getTimerCount()]).toEqual([[], 0]);
    void watch.look();
    expect(state.readCount).toBe(1);
  });
});
