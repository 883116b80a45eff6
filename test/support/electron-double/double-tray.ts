import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Rectangle } from 'electron';
import type { MenuItem, World } from './world.ts';

/** A whole menu bar is no higher. */
const imagePointsMax = 22;

export interface UserClick {
  /** How long the button is held down, milliseconds. */
  readonly holdMs?: number;
  readonly isVoiceOver?: boolean;
  readonly isShift?: boolean;
  readonly isDouble?: boolean;
}

/** Electron's `Tray`, with the events that AppKit makes of a click, and strict about images, which Electron is not. */
export class DoubleTray extends EventEmitter {
  private readonly world: World;
  private ignoresDoubleClicks = false;
  /** For the test: what is shown, and every change of it with its time. */
  image = '';
  title = '';
  tooltip = '';
  readonly changes: {
    readonly what: 'image' | 'title' | 'tooltip';
    readonly value: string;
    readonly atMs: number;
  }[] = [];

  constructor(world: World, image: string) {
    super();
    this.world = world;
    this.setImage(image);
    world.trays.push(this);
  }

  /** Electron would show a wrong icon, or none, without a word. */
  setImage(path: string): void {
    const [width] = pngSize(path);
    if (!path.endsWith('Template.png')) throw new Error(`not a template image: ${path}`);
    if (width > imagePointsMax) throw new Error(`too big for a menu bar: ${path}`);
    const [doubled] = pngSize(path.replace(/\.png$/, '@2x.png'));
    if (doubled !== 2 * width) throw new Error(`its @2x is not twice as large: ${path}`);
    this.image = basename(path, 'Template.png');
    this.note('image', this.image);
  }

  setTitle(title: string, options?: { fontType?: string }): void {
    if (options?.fontType !== 'monospacedDigit') throw new Error('a title whose width jumps');
    this.title = title;
    this.note('title', title);
  }

  setToolTip(tooltip: string): void {
    this.tooltip = tooltip;
    this.note('tooltip', tooltip);
  }

  setIgnoreDoubleClickEvents(isIgnored: boolean): void {
    this.ignoresDoubleClicks = isIgnored;
  }

  getBounds(): Rectangle {
    return { ...this.world.iconBounds };
  }

  popUpContextMenu(menu: { readonly items: readonly MenuItem[] }): void {
    this.world.menus.push(menu.items);
  }

  isDestroyed(): boolean {
    return false;
  }

  /**
   * For the test: what AppKit and Electron make of one click (tray_icon_cocoa.mm, native_window_mac.mm): mouse-down, the open popover
   * loses the focus, mouse-up, click. VoiceOver presses without a mouse: the click comes first, with empty bounds at the
   * bottom of the screen, and there is never a mouse-up.
   */
  async userClick(click: UserClick = {}): Promise<void> {
    const bounds = this.getBounds();
    const event = { altKey: false, shiftKey: click.isShift === true, ctrlKey: false, metaKey: false };
    const point = { x: bounds.x, y: bounds.y };
    if (click.isVoiceOver === true) {
      const screenHeight = this.world.displays[0]?.bounds.height ?? 0;
      this.emit('click', event, { x: 0, y: screenHeight, width: 0, height: 0 }, point);
      this.emit('mouse-down', event, point);
    } else {
      this.emit('mouse-down', event, point);
      for (const window of this.world.windows) if (window.isVisible()) window.emit('blur');
      await pause(click.holdMs ?? 10);
      this.emit('mouse-up', event, point);
      this.emit('click', event, bounds, point);
      if (click.isDouble === true && !this.ignoresDoubleClicks) this.emit('double-click', event, bounds);
    }
    // menubar hides 100 ms after a blur: what it does late counts too.
    await pause(150);
  }

  private note(what: 'image' | 'title' | 'tooltip', value: string): void {
    this.changes.push({ what, value, atMs: performance.now() });
  }
}

function pngSize(path: string): [number, number] {
  const bytes = readFileSync(path);
  if (bytes.readUInt32BE(0) !== 0x89504e47) throw new Error(`not a PNG: ${path}`);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

function pause(timeMs: number): Promise<void> {
  return new Promise((over) => setTimeout(over, timeMs));
}
