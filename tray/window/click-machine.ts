/** A blur that comes this shortly before the press was caused by the press. */
const blurBeforePressMs = 250;

/**
 * Decides what a click on the icon means. AppKit says mouse-down, takes the focus from an open popover, which hides it, and only then
 * says mouse-up and click: so what counts is whether the popover was open when the button went down. A press by VoiceOver
 * has no mouse-up, and its mouse-down comes after the click.
 */
export class ClickMachine {
  private press: { readonly wasOpen: boolean; isReleased: boolean } | undefined;
  private blurredAtMs = Number.NEGATIVE_INFINITY;

  /** The popover hid because it lost the focus. */
  blurred(nowMs: number): void {
    this.blurredAtMs = nowMs;
  }

  pressed(isOpen: boolean, nowMs: number): void {
    this.press = { wasOpen: isOpen || nowMs - this.blurredAtMs < blurBeforePressMs, isReleased: false };
  }

  released(): void {
    if (this.press !== undefined) this.press.isReleased = true;
  }

  clicked(isOpen: boolean): 'open' | 'close' {
    const wasOpen = this.press?.isReleased === true ? this.press.wasOpen : isOpen;
    this.press = undefined;
    return wasOpen ? 'close' : 'open';
  }
}
