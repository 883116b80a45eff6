import { join } from 'node:path';
import { app } from 'electron';
import {
  type KnownByApp,
  openQuickActionSettings,
  quickActionSwitches,
  quickActionTitles,
  showVirtualMachines,
} from '#installer';
import packageFacts from '../../package.json' with { type: 'json' };
import type { Language } from '../contract/popover-view.ts';
import type { SetupRequests } from '../contract/setup-messages.ts';
import type { SetupView, Switches } from '../contract/setup-view.ts';
import type { Handlers } from '../ipc/answer-requests.ts';
import { wordsFor } from '../words/words-for.ts';
import { Checkup } from './checkup.ts';
import { ownInstallation, systemLanguage } from './own-installation.ts';
import { Setup } from './setup.ts';
import { SetupWindow } from './setup-window.ts';
import { SwitchWatch } from './switch-watch.ts';

export interface SetupDeskHost {
  language(): Language;
  notifications(): KnownByApp['notifications'];
}

/** The setup window and the check: what they show and do. While neither is open nothing of this runs. */
export class SetupDesk {
  readonly checkup: Checkup;
  private readonly own = ownInstallation();
  private readonly host: SetupDeskHost;
  private readonly setup: Setup;
  private readonly window: SetupWindow;
  private readonly watch: SwitchWatch;

  /** @param folder of the built tray */
  constructor(folder: string, host: SetupDeskHost) {
    this.host = host;
    this.setup = new Setup(this.own, () => this.changed());
    this.checkup = new Checkup(this.own, {
      knownByApp: () => ({ notifications: host.notifications() }),
      openSetup: () => void this.open(),
    });
    this.window = new SetupWindow({
      folder,
      title: () => wordsFor(host.language()).setup.windowTitle,
      focused: () => void this.watch.look(),
    });
    this.watch = new SwitchWatch({
      isWanted: () => {
        const { stage } = this.setup;
        return this.window.isVisible && stage.kind === 'done' && stage.switches !== 'on';
      },
      read: () => this.readSwitches(),
      took: (switches) => this.setup.tookSwitches(switches),
    });
  }

  /** At the start of the app: shows the window only when there is something for the person to do. */
  async begin(): Promise<void> {
    if (await this.setup.begin()) await this.window.open();
  }

  /** Opened by hand. What is under way or has just ended stays as it is. */
  async open(): Promise<void> {
    if (!this.window.isVisible && this.setup.stage.kind !== 'doing') await this.setup.look();
    await this.window.open();
    await this.watch.look();
  }

  get isOpen(): boolean {
    return this.window.isVisible;
  }

  isOwnPage(url: string | undefined): boolean {
    return this.window.isOwnPage(url);
  }

  dispose(): void {
    this.watch.dispose();
  }

  handlers(): Handlers<SetupRequests> {
    const { setup, window, own } = this;
    return {
      setupReady: () => this.view(),
      setupInstall: async (choice) => {
        await setup.install(choice);
        return undefined;
      },
      setupAgain: async () => {
        await setup.look();
        return undefined;
      },
      setupOpenSettings: () => (own === undefined ? false : openQuickActionSettings(own.world)),
      setupTryIt: () => (own === undefined ? false : showVirtualMachines(own.world)),
      setupRestart: () => {
        const { stage } = setup;
        if (stage.kind !== 'moved') return undefined;
        app.relaunch({ execPath: join(stage.place, 'Contents/MacOS', packageFacts.productName), args: [] });
        app.quit();
        return undefined;
      },
      setupResize: (height) => {
        window.resize(height);
        return undefined;
      },
      setupClose: () => {
        window.close();
        return undefined;
      },
    };
  }

  private view(): SetupView {
    const titles = quickActionTitles(this.own?.language ?? systemLanguage());
    return { language: this.host.language(), titles, stage: this.setup.stage };
  }

  private changed(): void {
    this.window.send('setupView', this.view());
    void this.watch.look();
  }

  private async readSwitches(): Promise<Switches> {
    const { own } = this;
    if (own === undefined) return 'unknown';
    const switches = await quickActionSwitches(own.appPath, own.language, own.world);
    if (switches === undefined) return 'unknown';
    const both = [switches.copy, switches.move];
    if (both.every((each) => each === 'on')) return 'on';
    return both.includes('off') ? 'off' : 'unknown';
  }
}
