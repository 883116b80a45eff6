import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { DoubleWebContents, type Surroundings } from './double-web-contents.ts';

/** Electron's `BrowserWindow`: place, size and visibility are kept here; the content is a real page. */
export class DoubleWindow extends EventEmitter {
  readonly webContents: DoubleWebContents;
  /** For the test: how it was made, and what it was told about Spaces. */
  readonly options: BrowserWindowConstructorOptions;
  readonly workspaces: unknown[] = [];
  private bounds: Rectangle;
  private isShown = false;
  private isGone = false;

  constructor(around: Surroundings, options: BrowserWindowConstructorOptions = {}) {
    super();
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options;
    // A gate and no behaviour of Electron's: windows of this app must not be made otherwise.
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = webPreferences;
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false || webSecurity !== true)
      throw new Error('insecure web preferences');
    this.options = options;
    this.bounds = { x, y, width, height };
    this.webContents = new DoubleWebContents(around, webPreferences.preload);
    around.world.windows.push(this);
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.load(url, this.bounds);
  }

  getBounds(): Rectangle {
    return { ...this.bounds };
  }

  getSize(): number[] {
    return [this.bounds.width, this.bounds.height];
  }

  setPosition(x: number, y: number): void {
    if (!Number.isInteger(x) || !Number.isInteger(y))
      throw new TypeError('Error processing argument at index 0, conversion failure');
    this.bounds = { ...this.bounds, x, y };
  }

  setSize(width: number, height: number): void {
    if (!Number.isInteger(width) || !Number.isInteger(height))
      throw new TypeError('Error processing argument at index 0, conversion failure');
    this.bounds = { ...this.bounds, width, height };
    // A page that is being closed has no size any more.
    this.webContents.page.setViewportSize({ width, height }).catch(() => {});
  }

  /** There is no frame: content and window are as large as each other. */
  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }

  show(): void {
    this.isShown = true;
    this.emit('show');
    // A panel takes the keys without the focus, as far as the app is concerned.
    if (this.options.type !== 'panel') this.emit('focus');
  }

  hide(): void {
    this.isShown = false;
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.isShown && !this.isGone;
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  isAlwaysOnTop(): boolean {
    return this.options.alwaysOnTop === true;
  }

  setVisibleOnAllWorkspaces(isVisible: boolean, options?: object): void {
    this.workspaces.push([isVisible, options]);
  }

  /** As by Cmd-W. */
  close(): void {
    let isPrevented = false;
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    if (!isPrevented) this.destroy();
  }

  destroy(): void {
    this.isGone = true;
    this.isShown = false;
    void this.webContents.close();
    this.emit('closed');
  }
}
