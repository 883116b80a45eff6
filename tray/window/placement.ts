/** Screen points, as Electron's Rectangle. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Screen {
  readonly bounds: Rectangle;
  /** Without the menu bar and the Dock. */
  readonly workArea: Rectangle;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between the menu bar and the popover, and between the popover and the edges of the screen. */
const gap = 4;
const margin = 8;
/** Below the lowest y that an icon of any menu bar has: 37 or 38 on screens with a notch (tray.md §1). */
const menuBarHeightMax = 60;

/**
 * Whether the bounds are those of an icon that can be seen. macOS 26 parks the bounds of an icon that its user switched off at the
 * bottom of the screen, and a press by VoiceOver comes with empty ones.
 */
export function isIconOn(icon: Rectangle, { bounds }: Screen): boolean {
  return (
    icon.width > 0 &&
    icon.y >= bounds.y - 2 &&
    icon.y < bounds.y + menuBarHeightMax &&
    icon.x >= bounds.x &&
    icon.x + icon.width <= bounds.x + bounds.width
  );
}

/** The height that is wanted, or what there is room for below `top`. */
export function heightBelow(top: number, { workArea }: Screen, wanted: number): number {
  return Math.round(Math.min(wanted, workArea.y + workArea.height - top - gap));
}

/**
 * Where the popover goes: below the icon and centred on it, inside of the screen; top right when the icon cannot be seen.
 * Whole points, because `setPosition` refuses others.
 */
export function placePopover(icon: Rectangle, screen: Screen, size: Size): Rectangle {
  const { bounds, workArea } = screen;
  const isSeen = isIconOn(icon, screen);
  // An auto-hidden menu bar and a full-screen Space leave the work area at the top of the screen, under the bar.
  const top = Math.max(workArea.y, isSeen ? icon.y + icon.height : bounds.y) + gap;
  const rightmost = workArea.x + workArea.width - size.width - margin;
  const wanted = isSeen ? icon.x + icon.width / 2 - size.width / 2 : rightmost;
  return {
    x: Math.round(Math.min(Math.max(wanted, workArea.x + margin), rightmost)),
    y: Math.round(top),
    width: size.width,
    height: heightBelow(top, screen, size.height),
  };
}
