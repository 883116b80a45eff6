import { describe, expect, it } from 'vitest';
import { SpeedMeter } from '../../../tray/transfers/speed.ts';
import { counters, knownTransfer } from '../../support/transfer-views.ts';

const MB = 1_000_000;
const at = (ms: number, doneBytes: number, state: 'copying' | 'verifying' | 'paused' = 'copying') =>
  knownTransfer(state, {
    updatedAt: new Date(1_700_000_000_000 + ms).toISOString(),
    counters: counters(doneBytes, 10_000 * MB),
  });

describe('the speed of a transfer', () => {
  it('is what its record says, and no time left is promised in the first seconds', () => {
    const meter = new SpeedMeter();
    for (let ms = 0; ms <= 2000; ms += 250) meter.add(at(ms, (ms / 1000) * 100 * MB));
    expect(meter.read(10_000 * MB).bytesPerSecond).toBeCloseTo(100 * MB, -3);
    expect(meter.read(10_000 * MB).secondsLeft).toBeNull();
    for (let ms = 2250; ms <= 10_000; ms += 250) meter.add(at(ms, (ms / 1000) * 100 * MB));
    expect(meter.read(10_000 * MB).secondsLeft).toBeCloseTo(90, 0);
  });

  it('stands still for the eye when the readings jump, and follows a lasting change', () => {
    const meter = new SpeedMeter();
    let done = 0;
    const speeds: number[] = [];
    for (let i = 0; i <= 80; i++) {
      done += i % 2 === 0 ? 40 * MB : 10 * MB;
      meter.add(at(i * 250, done));
      if (i > 40) speeds.push(meter.read(0).bytesPerSecond);
    }
    expect(Math.max(...speeds) / Math.min(...speeds)).toBeLessThan(1.2);
    for (let i = 81; i <= 160; i++) meter.add(at(i * 250, done + (i - 80) * 2.5 * MB));
    expect(meter.read(0).bytesPerSecond).toBeLessThan(11 * MB);
  });

  it('begins anew with each phase and after a pause, without counting the pause', () => {
    const meter = new SpeedMeter();
    for (let ms = 0; ms <= 5000; ms += 250) meter.add(at(ms, ms * 100_000));
    meter.add(at(5250, 500 * MB, 'paused'));
    expect(meter.read(0)).toEqual({ bytesPerSecond: 0, secondsLeft: null });
    meter.add(at(65_000, 500 * MB));
    meter.add(at(65_250, 525 * MB));
    expect(meter.read(0).bytesPerSecond).toBeCloseTo(100 * MB, -3);
    meter.add(at(66_000, 0, 'verifying'));
    expect(meter.read(0).bytesPerSecond).toBe(0);
  });
});
