import type { Display, LoginItemSettings, MessageBoxOptions, OpenDialogOptions, Rectangle } from 'electron';
import type { BrowserContext } from 'playwright-core';
import type { DoubleNotification } from './double-notification.ts';
import type { DoubleTray } from './double-tray.ts';
import type { DoubleWindow } from './double-window.ts';

export interface MenuItem {
  readonly label?: string;
  readonly type?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly click?: (item: { readonly checked: boolean }) => void;
}

type DisplayFacts = Pick<Display, 'id' | 'bounds' | 'workArea' | 'scaleFactor'>;

/** The Mac around the app, as far as it can be seen or done to: what a test sets and what it looks at. */
export class World {
  readonly context: BrowserContext;
  /** A 14-inch screen with a notch. */
  displays: DisplayFacts[] = [
    {
      id: 1,
      bounds: { x: 0, y: 0, width: 1512, height: 982 },
      workArea: { x: 0, y: 38, width: 1512, height: 944 },
      scaleFactor: 2,
    },
  ];
  cursor = { x: 1200, y: 10 };
  iconBounds: Rectangle = { x: 1180, y: 0, width: 34, height: 38 };
  isPackaged = false;
  /** The program that runs: of a packaged app on a Mac, in `….app/Contents/MacOS`. */
  programPath = process.execPath;
  languages: string[] = ['en-GB'];
  loginItem: Partial<LoginItemSettings> & { openAtLogin: boolean } = {
    openAtLogin: false,
    status: 'not-registered',
  };
  /** What the system does with a notification. */
  notificationAnswer: 'show' | 'failed' = 'show';
  /** The person in front of a folder panel: the folders that are chosen; undefined cancels. */
  chooseFolder: (options: OpenDialogOptions) => Promise<string[] | undefined> = async () => undefined;
  /** The person in front of a dialog: index of the button. */
  pressButton: (options: MessageBoxOptions) => Promise<number> = async () => 0;
  /** Absolute paths of files that a test drops, by name. */
  droppedPaths: Record<string, string> = {};
  /** Makes the page fail to load. */
  loadFailure: string | undefined;

  readonly trays: DoubleTray[] = [];
  readonly windows: DoubleWindow[] = [];
  readonly notifications: DoubleNotification[] = [];
  readonly menus: (readonly MenuItem[])[] = [];
  readonly panels: OpenDialogOptions[] = [];
  readonly dialogs: MessageBoxOptions[] = [];
  readonly shownFiles: string[] = [];
  readonly openedPaths: string[] = [];
  readonly openedAddresses: string[] = [];
  readonly copiedTexts: string[] = [];
  readonly awake = new Set<number>();
  /** Calls that leave no other trace, console messages of pages, requests that were blocked. */
  readonly log: string[] = [];
  /** Programs that were asked to be started after us. */
  readonly relaunched: string[] = [];
  isDockVisible = true;
  hasQuit = false;

  constructor(context: BrowserContext) {
    this.context = context;
  }

  /** The one icon. */
  get icon(): DoubleTray {
    const icon = this.trays.at(-1);
    if (icon === undefined) throw new Error('there is no icon');
    return icon;
  }

  /** The one panel. */
  get popover(): DoubleWindow {
    return this.window((each) => each.options.type === 'panel');
  }

  /** The ordinary window that is open. */
  get setup(): DoubleWindow {
    return this.window((each) => each.options.type !== 'panel' && !each.isDestroyed());
  }

  get hasSetup(): boolean {
    return this.windows.some((each) => each.options.type !== 'panel' && each.isVisible());
  }

  private window(isMeant: (window: DoubleWindow) => boolean): DoubleWindow {
    const window = this.windows.findLast(isMeant);
    if (window === undefined) throw new Error('there is no such window');
    return window;
  }

  /** Clicks an item of the menu that was opened last. */
  pressMenu(label: string): void {
    const item = this.menus.at(-1)?.find((each) => each.label === label);
    if (item?.click === undefined || item.enabled === false) throw new Error(`no ${label} in the menu`);
    item.click({ checked: item.checked !== true });
  }
}
