import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitName } from '../../../tray/popover/split-name.ts';
import { dataPart, stripHeight, stripPath } from '../../../tray/popover/strip-path.ts';

describe('the strip', () => {
  it('draws one block for neighbours of one height, and nothing for holes', () => {
    expect(stripPath('000')).toBe('');
    expect(stripPath('0990')).toBe(`M1 ${stripHeight}V0H3V${stripHeight}z`);
  });

  it('shows any data at all', () => {
    expect(stripPath('1')).toBe('M0 10V7H1V10z');
  });

  it('covers just the cells that hold data, whatever the strip', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{0,120}$/), (strip) => {
        const covered = [...stripPath(strip).matchAll(/M(\d+) \d+V[\d.]+H(\d+)/g)].reduce(
          (sum, block) => sum + Number(block[2]) - Number(block[1]),
          0,
        );
        expect(covered).toBe([...strip].filter((cell) => cell !== '0').length);
        expect(dataPart(strip)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes what is no digit for a hole', () => {
    expect(stripPath('x\u202E<')).toBe('');
  });
});

describe('a name that gives way in its middle', () => {
  it('stays whole while it is short', () => {
    expect(splitName('Ubuntu Server 24.04')).toEqual({ head: 'Ubuntu Server 24.04', tail: '' });
  });

  it('keeps its end, and cuts nothing that a person sees as one character', () => {
    const family = '👨‍👩‍👧‍👦';
    const { head, tail } = splitName(family.repeat(30));
    expect(tail).toBe(family.repeat(8));
    expect(head.length % family.length).toBe(0);
  });

  it('never cuts beside a space, which would be lost', () => {
    const { head, tail } = splitName('A virtual machine of my own 12 345 67');
    expect(head + tail).toBe('A virtual machine of my own 12 345 67');
    expect(/\s$/.test(head) || /^\s/.test(tail)).toBe(false);
  });
});
