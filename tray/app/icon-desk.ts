import { app, type Tray } from 'electron';
import type { MainWords } from '../contract/main-words.ts';
import { IconPainter } from '../icon/icon-painter.ts';
import type { TrayModel } from '../model/tray-model.ts';
import { setLoginItem } from '../settings/login-item.ts';
import { iconMenu, type MenuDeeds } from './menus.ts';

export interface IconDeskHost
  extends Pick<MenuDeeds, 'pauseAll' | 'continueAll' | 'showSettings' | 'showSetup'> {
  readonly model: TrayModel;
  words(): MainWords;
  /** Why there is no popover; undefined while there is one. */
  problem(): string | undefined;
  show(): void;
  hide(): void;
  dropped(paths: readonly string[]): void;
  loginItemChanged(): void;
}

/** The icon in the menu bar: what it shows, its menu, and what is dropped on it. Clicks are the popover's. */
export class IconDesk {
  private readonly icon: Tray;
  private readonly painter: IconPainter;
  private readonly host: IconDeskHost;

  constructor(icon: Tray, iconFolder: string, host: IconDeskHost) {
    this.icon = icon;
    this.host = host;
    this.painter = new IconPainter(icon, iconFolder, host.words().tooltip.idle);
    icon.on('right-click', () => {
      host.hide();
      this.openMenu();
    });
    icon.on('click', () => {
      if (host.problem() !== undefined) this.openMenu();
    });
    icon.on('drop-files', (_event, paths) => host.dropped(paths));
  }

  paint(): void {
    const { icon, activeCount, pausedCount, attentionCount } = this.host.model.icon();
    const { tooltip } = this.host.words();
    this.painter.paint(
      icon,
      attentionCount > 0
        ? tooltip.attention(attentionCount)
        : activeCount > 0
          ? tooltip.active(activeCount, icon.percent ?? 0)
          : pausedCount > 0
            ? tooltip.paused(pausedCount)
            : tooltip.idle,
    );
  }

  openMenu(): void {
    const { host } = this;
    const state = {
      activeCount: host.model.activeIds().length,
      pausedCount: host.model.pausedIds().length,
      startsAtLogin: app.getLoginItemSettings().openAtLogin,
      problem: host.problem(),
    };
    const menu = iconMenu(host.words().menu, state, {
      open: () => host.show(),
      pauseAll: () => host.pauseAll(),
      continueAll: () => host.continueAll(),
      showSettings: () => host.showSettings(),
      showSetup: () => host.showSetup(),
      startAtLogin: (isWanted) => {
        setLoginItem(isWanted);
        host.loginItemChanged();
      },
      quit: () => app.quit(),
    });
    this.icon.popUpContextMenu(menu);
  }

  dispose(): void {
    this.painter.dispose();
  }
}
