import { describe, expect, it } from 'vitest';
import { asBounds, findRegressions } from './bounds.ts';

describe('the bounds of the bench', () => {
  const bounds = { 'A ferry copy': { calls: 1000, peakMebibytes: 100 } };

  it('let figures pass that are up to 5 % above what was recorded', () => {
    expect(findRegressions(bounds, { 'A ferry copy': { calls: 1050, peakMebibytes: 105 } })).toEqual([]);
  });

  it('name each figure that is worse, with both numbers', () => {
    expect(findRegressions(bounds, { 'A ferry copy': { calls: 1051, peakMebibytes: 106 } })).toEqual([
      'A ferry copy: 1,051 system calls, the bound is 1,000',
      'A ferry copy: 106 MiB of memory, the bound is 100',
    ]);
  });

  it('are recorded with room for memory that V8 takes and gives back as it likes, and none for calls', () => {
    expect(asBounds({ x: { calls: 7, peakMebibytes: 96 }, y: { calls: 8, peakMebibytes: 125 } })).toEqual({
      x: { calls: 7, peakMebibytes: 120 },
      y: { calls: 8, peakMebibytes: 125 },
    });
  });

  it('do not pass because something was not measured', () => {
    expect(findRegressions(bounds, {})).toEqual(['A ferry copy was not measured']);
  });
});
