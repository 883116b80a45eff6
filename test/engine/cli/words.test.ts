import { describe, expect, it } from 'vitest';
import { holeStrip } from '../../../engine/cli/hole-strip.ts';
import { SpeedMeter } from '../../../engine/cli/speed-meter.ts';
import { countInWords, durationInWords, shown, sizeInWords } from '../../../engine/cli/words.ts';

describe('words', () => {
  it('counts bytes as Finder does', () => {
    expect([0, 999, 1000, 68_719_476_736].map(sizeInWords)).toEqual(['0 B', '999 B', '1 kB', '68.7 GB']);
  });

  it('says durations and counts as people do', () => {
    expect([400, 2500, 3_725_000].map(durationInWords)).toEqual(['400ms', '2.5s', '1h 2m']);
    const counts = [0, 1, 999, 2000, 20_000, 123_456, 1_234_567].map((count) => countInWords(count, 'file'));
    expect(counts).toEqual([
      '0 files',
      '1 file',
      '999 files',
      '2,000 files',
      '20,000 files',
      '123,456 files',
      '1,234,567 files',
    ]);
    expect(countInWords(2000, 'entry', 'entries')).toBe('2,000 entries');
  });

  it('makes control characters and text direction marks harmless', () => {
    expect(shown('a\u001b[2Jb\u202ec\nd')).toBe('a\\u001b[2Jb\\u202ec\\u000ad');
  });

  it('draws any data at all, and nothing for holes', () => {
    expect(holeStrip([0, 0.001, 0.5, 1])).toBe('·░▒█');
  });
});

describe('speed', () => {
  it('is that of the last seconds, and starts anew with each phase', () => {
    const meter = new SpeedMeter();
    expect(meter.bytesPerSecond()).toBe(0);
    expect(meter.secondsLeft(100)).toBeUndefined();
    for (let second = 0; second <= 20; second++)
      meter.add(second * 1000, second < 10 ? second * 100 : 1000 + (second - 10) * 10);
    expect(meter.bytesPerSecond()).toBeCloseTo(10);
    expect(meter.secondsLeft(1200)).toBeCloseTo(10);
    meter.add(21_000, 0);
    expect(meter.bytesPerSecond()).toBe(0);
  });
});
