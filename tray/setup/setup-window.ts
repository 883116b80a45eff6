import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { eventChannel } from '../contract/messages.ts';
import type { SetupEvents } from '../contract/setup-messages.ts';
import { guardPage, pagePreferences } from '../window/guard-page.ts';
import { setupPageUrl } from '../window/page-file.ts';

/** Points; the height follows the page. */
const width = 460;
const heightMin = 160;
const heightMax = 680;

export interface SetupWindowHost {
  /** Folder of the built tray. */
  readonly folder: string;
  readonly title: () => string;
  /** It is in front, again or for the first time. */
  focused(): void;
}

/** The setup window: an ordinary window with a title bar, made when it is wanted and gone when it is closed. */
export class SetupWindow {
  private readonly host: SetupWindowHost;
  private window: BrowserWindow | undefined;

  constructor(host: SetupWindowHost) {
    this.host = host;
  }

  get isVisible(): boolean {
    return this.window?.isVisible() === true;
  }

  async open(): Promise<void> {
    if (this.window === undefined) await this.make();
    this.window?.show();
    // An app without a Dock icon does not come to the front by itself.
    app.focus({ steal: true });
  }

  send<Name extends keyof SetupEvents>(name: Name, value: SetupEvents[Name]): void {
    this.window?.webContents.send(eventChannel(name), value);
  }

  resize(height: number): void {
    this.window?.setContentSize(width, Math.round(Math.min(Math.max(height, heightMin), heightMax)));
  }

  close(): void {
    this.window?.close();
  }

  isOwnPage(url: string | undefined): boolean {
    return url === setupPageUrl;
  }

  private async make(): Promise<void> {
    const window = new BrowserWindow({
      width,
      height: 420,
      useContentSize: true,
      show: false,
      title: this.host.title(),
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      webPreferences: pagePreferences(join(this.host.folder, 'preload.cjs')),
    });
    this.window = window;
    guardPage(window);
    // The title is ours, not the page's.
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('focus', () => this.host.focused());
    window.on('closed', () => {
      this.window = undefined;
    });
    window.webContents.on('render-process-gone', () => window.destroy());
    // A page that does not load leaves an empty window that can be closed; the icon's menu opens another.
    await window.loadURL(setupPageUrl).catch(() => window.destroy());
  }
}
