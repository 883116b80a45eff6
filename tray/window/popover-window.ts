import { join } from 'node:path';
import { app, type BrowserWindow, screen, type Tray } from 'electron';
import { type Menubar, menubar } from 'menubar';
import { type EventName, type Events, eventChannel } from '../contract/messages.ts';
import { ClickMachine } from './click-machine.ts';
import { guardPage, pagePreferences } from './guard-page.ts';
import { pageUrl } from './page-file.ts';
import { heightBelow, isIconOn, placePopover, type Rectangle, type Size } from './placement.ts';

/** A page that is not up after this long has failed. */
const pageUpWithinMs = 10_000;
/** Points. More than this is a window and no popover. */
const heightMin = 120;
const heightMax = 560;

export interface PopoverHost {
  /** Folder of the built tray: preload script and icons. */
  readonly folder: string;
  readonly size: Size;
  readonly tooltip: string;
  /** The icon is in the menu bar; the page may still be loading. */
  iconUp(icon: Tray): void;
  /** Just before the popover is shown: the page is told what it shows. */
  willShow(): void;
  /** The page could not be loaded, or went down: from now on the icon opens a menu. */
  pageFailed(reason: string): void;
}

/**
 * The icon and its window. menubar owns both; who opens, when and where is decided here (tray.md §1 lists what menubar itself gets
 * wrong, D1 to D12, and test/tray/window holds us to each).
 */
export class PopoverWindow {
  private readonly host: PopoverHost;
  private readonly bar: Menubar;
  private readonly clicks = new ClickMachine();
  private hasPage = false;
  private height: number;

  constructor(host: PopoverHost) {
    this.host = host;
    this.height = host.size.height;
    this.bar = menubar({
      index: pageUrl,
      icon: join(host.folder, 'icons/idleTemplate.png'),
      tooltip: host.tooltip,
      // The first click finds the page loaded.
      preloadWindow: true,
      activateWithApp: false,
      showOnAllWorkspaces: false,
      // Only so that menubar's own placing has something to go on: x and y below replace it.
      windowPosition: 'trayCenter',
      browserWindow: {
        ...host.size,
        show: false,
        frame: false,
        resizable: false,
        movable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        skipTaskbar: true,
        hiddenInMissionControl: true,
        // A panel takes the keys without taking the focus from the app in front.
        type: 'panel',
        vibrancy: 'popover',
        visualEffectState: 'active',
        webPreferences: pagePreferences(join(host.folder, 'preload.cjs')),
      },
    });
    // menubar has made the icon by now, and its window not yet: a page that fails must not take the icon along.
    this.bar.once('create-window', () => this.takeClicks(this.bar.tray));
    this.bar.on('after-create-window', () => this.windowUp());
    this.watchStart();
  }

  get icon(): Tray {
    return this.bar.tray;
  }

  /** The page was loaded. */
  get isUp(): boolean {
    return this.hasPage;
  }

  get isVisible(): boolean {
    return this.bar.window?.isVisible() === true;
  }

  /** Whether the system shows our icon. Asks Electron anew: it has moved since the last time, or was switched off. */
  isIconSeen(): boolean {
    const bounds = this.icon.getBounds();
    return isIconOn(bounds, screen.getDisplayMatching(bounds));
  }

  /** The page says how high it would like to be; never higher than a popover is, nor than the screen has room. */
  resize(height: number): void {
    const { window } = this.bar;
    if (window === undefined) return;
    this.height = Math.round(Math.min(Math.max(height, heightMin), heightMax));
    if (!this.isVisible) return;
    const bounds = window.getBounds();
    this.setHeight(window, heightBelow(bounds.y, screen.getDisplayMatching(bounds), this.height));
  }

  /** @param bounds of the icon on the screen that was clicked; its own place by default */
  show(bounds: Rectangle = this.icon.getBounds()): void {
    const { window } = this.bar;
    if (!this.hasPage || window === undefined) return;
    const at = bounds.width > 0 ? bounds : this.icon.getBounds();
    const display = isIconOn(at, screen.getDisplayMatching(at))
      ? screen.getDisplayMatching(at)
      : screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    const wanted = { width: this.host.size.width, height: this.height };
    const { x, y, height } = placePopover(at, display, wanted);
    Object.assign(this.bar.getOption('browserWindow'), { x, y });
    this.setHeight(window, height);
    this.host.willShow();
    this.bar.showWindow(at).catch((thrown: unknown) => this.host.pageFailed(String(thrown)));
  }

  hide(why: 'escape' | 'blur' | 'other' = 'other'): void {
    const { window } = this.bar;
    if (why === 'blur' && this.isVisible) this.clicks.blurred(performance.now());
    this.bar.hideWindow();
    // menubar believes its own flag: what showed the window without it is hidden here.
    if (window?.isVisible() === true) window.hide();
  }

  send<Name extends EventName>(name: Name, value: Events[Name]): void {
    const { window } = this.bar;
    if (window !== undefined && !window.isDestroyed()) window.webContents.send(eventChannel(name), value);
  }

  isOwnPage(url: string | undefined): boolean {
    return url === pageUrl || url?.startsWith(`${pageUrl}#`) === true;
  }

  private setHeight(window: BrowserWindow, height: number): void {
    if (window.getSize()[1] !== height) window.setSize(this.host.size.width, height);
  }

  private takeClicks(icon: Tray): void {
    icon.removeAllListeners('click');
    icon.removeAllListeners('double-click');
    icon.setIgnoreDoubleClickEvents(true);
    icon.on('mouse-down', () => this.clicks.pressed(this.isVisible, performance.now()));
    icon.on('mouse-up', () => this.clicks.released());
    icon.on('click', (_event, bounds) => {
      if (this.clicks.clicked(this.isVisible) === 'close') this.hide();
      else this.show(bounds);
    });
    this.host.iconUp(icon);
  }

  private windowUp(): void {
    const { window } = this.bar;
    if (window === undefined) return;
    this.hasPage = true;
    // Once, before the first show: on a visible window it may take the focus (electron#37875).
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    guardPage(window);
    this.followPage(window);
  }

  private followPage(window: BrowserWindow): void {
    // menubar forgets its window here, also when it is not closed after all.
    window.removeAllListeners('close');
    window.on('close', (event) => {
      // Cmd-W hides; only quitting closes.
      event.preventDefault();
      this.hide();
    });
    app.once('will-quit', () => window.removeAllListeners('close'));
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.hide();
      window.loadURL(pageUrl).catch(() => this.host.pageFailed(reason));
    });
  }

  /** menubar only logs a page that cannot be loaded, and then never becomes ready. */
  private watchStart(): void {
    app.whenReady().then(() => {
      const timer = setTimeout(() => this.host.pageFailed('it did not load'), pageUpWithinMs);
      timer.unref();
      this.bar.once('ready', () => clearTimeout(timer));
    });
  }
}
