import { existsSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { delimiter, join } from 'node:path';
import { app, Notification } from 'electron';
import { chooseNotifiers, macosMajorOf } from '../notify/choose-notifiers.ts';
import { ElectronNotifier } from '../notify/electron-notifier.ts';
import { textForNotifySend } from '../notify/harmless-text.ts';
import { HelperNotifier, type HelperProgram } from '../notify/helper-notifier.ts';
import { readArchitectures } from '../notify/mach-o.ts';
import { type Notice, type Notifier, notifyByFirst } from '../notify/notifier.ts';

/** The program inside of node-notifier's helper for macOS, below its .app folder. */
const programInHelper = 'Contents/MacOS/terminal-notifier';

/** Shows notifications in the best way that this machine has; which that is, is looked at when the first one comes. */
export class NotificationDesk {
  private readonly helperFolder: string;
  private readonly changed: () => void;
  private isElectronRefused = false;
  private isSilent = false;
  private hasShown = false;
  private readonly electron: ElectronNotifier;
  private readonly helper: HelperNotifier;

  /**
   * @param helperFolder the .app of node-notifier's helper; need not exist
   * @param changed told when the system lets none of ours through, or lets one through again
   */
  constructor(helperFolder: string, changed: () => void) {
    this.helperFolder = helperFolder;
    this.changed = changed;
    this.electron = new ElectronNotifier(
      { isSupported: () => Notification.isSupported(), make: (options) => new Notification(options) },
      () => {
        this.isElectronRefused = true;
      },
    );
    this.helper = new HelperNotifier(
      () => loadHelper(join(helperFolder, programInHelper)),
      process.platform === 'darwin' ? undefined : textForNotifySend,
    );
  }

  async show(notice: Notice): Promise<Notifier['name'] | undefined> {
    const shown = await notifyByFirst(this.ways(), notice);
    const wasSilent = this.isSilent;
    this.isSilent = shown === undefined;
    this.hasShown ||= shown !== undefined;
    if (this.isSilent !== wasSilent) this.changed();
    return shown;
  }

  /** Whether the last one was shown in no way but by ourselves. */
  get isRefused(): boolean {
    return this.isSilent;
  }

  /** Whether notifications are allowed, as far as it has been tried. */
  get permission(): 'allowed' | 'refused' | 'unknown' {
    if (this.isSilent) return 'refused';
    return this.hasShown ? 'allowed' : 'unknown';
  }

  dispose(): void {
    this.electron.dispose();
    this.helper.dispose();
  }

  private ways(): Notifier[] {
    const names = chooseNotifiers({
      platform: process.platform,
      architecture: process.arch,
      isTranslated: process.platform === 'darwin' && app.runningUnderARM64Translation,
      macosMajor: macosMajorOf(release()),
      helperIsBundle: statSync(this.helperFolder, { throwIfNoEntry: false })?.isDirectory() === true,
      helperArchitectures: readArchitectures(join(this.helperFolder, programInHelper)),
      isElectronRefused: this.isElectronRefused,
      hasNotifySend: isOnPath('notify-send'),
    });
    return names.map((name) => (name === 'electron' ? this.electron : this.helper));
  }
}

async function loadHelper(program: string): Promise<HelperProgram> {
  const { NotificationCenter, NotifySend } = await import('node-notifier');
  return process.platform === 'darwin'
    ? new NotificationCenter({ customPath: program, withFallback: false })
    : new NotifySend();
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, name)));
}
