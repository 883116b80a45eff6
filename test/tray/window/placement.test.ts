import { describe, expect, it } from 'vitest';
import { isIconOn, placePopover } from '../../../tray/window/placement.ts';

const notched = {
  bounds: { x: 0, y: 0, width: 1512, height: 982 },
  workArea: { x: 0, y: 38, width: 1512, height: 944 },
};
const size = { width: 360, height: 452 };
const icon = { x: 1180, y: 0, width: 34, height: 38 };

describe('the place of the popover', () => {
  it('is below the icon and centred on it', () => {
    expect(placePopover(icon, notched, size)).toEqual({ x: 1017, y: 42, width: 360, height: 452 });
  });

  it('clears the bar of a full-screen Space, whose work area begins at the top', () => {
    const fullScreen = { ...notched, workArea: notched.bounds };
    expect(placePopover(icon, fullScreen, size).y).toBe(42);
  });

  it('stays inside of the screen at both edges', () => {
    expect(placePopover({ ...icon, x: 20 }, notched, size).x).toBe(8);
    expect(placePopover({ ...icon, x: 1478 }, notched, size).x).toBe(1512 - 360 - 8);
  });

  it('is no higher than the screen has room', () => {
    const short = { ...notched, workArea: { ...notched.workArea, height: 400 } };
    expect(placePopover(icon, short, size).height).toBe(38 + 400 - 42 - 4);
  });

  it('is on a display above and to the left of the first one, with its own coordinates', () => {
    const second = {
      bounds: { x: -1920, y: -300, width: 1920, height: 1080 },
      workArea: { x: -1920, y: -275, width: 1920, height: 1055 },
    };
    expect(placePopover({ x: -60, y: -300, width: 40, height: 25 }, second, size)).toMatchObject({
      x: -368,
      y: -271,
    });
  });

  it('is whole points, whatever the icon says', () => {
    const { x, y, height } = placePopover({ x: 700.5, y: 0, width: 33.3, height: 37.5 }, notched, size);
    for (const each of [x, y, height]) expect(Number.isInteger(each)).toBe(true);
  });

  it('is top right when the icon is switched off, or VoiceOver pressed without a place', () => {
    const parked = { x: 0, y: 982, width: 34, height: 22 };
    const nowhere = { x: 0, y: 982, width: 0, height: 0 };
    for (const bounds of [parked, nowhere]) {
      expect(isIconOn(bounds, notched)).toBe(false);
      expect(placePopover(bounds, notched, size)).toMatchObject({ x: 1512 - 360 - 8, y: 42 });
    }
    expect(isIconOn(icon, notched)).toBe(true);
  });
});
