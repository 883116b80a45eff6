import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneOfStrip, drawStrip, stripCells } from '../../../tray/transfers/strip.ts';

describe('the picture of a copy', () => {
  it('shows each disk image by its length, and the least bit of data', () => {
    const strip = drawStrip([
      { logicalBytes: 3000, strip: [1, 0, 0, 0.001] },
      { logicalBytes: 1000, strip: [0.5] },
      { logicalBytes: 0, strip: [] },
    ]);
    expect(strip).toHaveLength(stripCells);
    expect(strip).toMatch(/^9{12}0{24}1{12}5{16}$/);
  });

  it('is empty when no image was read', () => {
    expect(drawStrip([])).toBe('');
    expect(drawStrip([{ logicalBytes: 5, strip: [] }])).toBe('');
  });

  it('passes over holes: data is what takes time', () => {
    expect(doneOfStrip('9000009', 0.5)).toBeCloseTo(6 / 7);
    expect(doneOfStrip('90', 0.5)).toBeCloseTo(0.25);
    expect(doneOfStrip('0000', 0.5)).toBe(0);
    expect(doneOfStrip('0000', 1)).toBe(1);
    expect(doneOfStrip('', 0.3)).toBe(0);
  });

  it('never goes back and never leaves its ends', () => {
    const images = fc.array(
      fc.record({
        logicalBytes: fc.nat(2 ** 40),
        strip: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 64 }),
      }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(images, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (each, shares) => {
        const strip = drawStrip(each);
        expect(strip).toMatch(/^[0-9]{0,64}$/);
        const done = shares.sort((a, b) => a - b).map((share) => doneOfStrip(strip, share));
        expect(done.every((share) => share >= 0 && share <= 1)).toBe(true);
        expect(done).toEqual([...done].sort((a, b) => a - b));
      }),
    );
  });
});
