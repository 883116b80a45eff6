import { describe, expect, it } from 'vitest';
import { ClickMachine } from '../../../tray/window/click-machine.ts';

/** One click of a mouse; `isOpenAtRelease` is what is left of an open popover after it lost the focus. */
function click(machine: ClickMachine, isOpenAtPress: boolean, isOpenAtRelease: boolean, atMs = 1000) {
  machine.pressed(isOpenAtPress, atMs);
  machine.released();
  return machine.clicked(isOpenAtRelease);
}

describe('a click on the icon', () => {
  it('opens what is closed and closes what is open', () => {
    expect(click(new ClickMachine(), false, false)).toBe('open');
    expect(click(new ClickMachine(), true, true)).toBe('close');
  });

  it('closes also when the popover went away between press and release', () => {
    expect(click(new ClickMachine(), true, false)).toBe('close');
  });

  it('closes when the popover lost the focus just before the press', () => {
    const machine = new ClickMachine();
    machine.blurred(1000);
    expect(click(machine, false, false, 1100)).toBe('close');
    machine.blurred(2000);
    expect(click(machine, false, false, 2300)).toBe('open');
  });

  it('by VoiceOver, whose press comes after the click and is never released, toggles each time', () => {
    const machine = new ClickMachine();
    expect(machine.clicked(false)).toBe('open');
    machine.pressed(true, 1000);
    expect(machine.clicked(true)).toBe('close');
    machine.pressed(false, 2000);
    expect(machine.clicked(false)).toBe('open');
  });
});
