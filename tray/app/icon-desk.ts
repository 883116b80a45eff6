import { app, type Menu, type Tray } from 'electron';
import type { MainWords } from '../contract/main-words.ts';
import { IconPainter } from '../icon/icon-painter.ts';
import type { TrayModel } from '../model/tray-model.ts';
import { AwakeKeeper } from '../system/keep-awake.ts';
import { iconMenu, type MenuDeeds } from './menus.ts';

export interface IconHost {
  /** Folder of the built icons. */
  readonly folder: string;
  readonly model: TrayModel;
  readonly deeds: MenuDeeds;
  words(): MainWords;
  /** Why there is no popover; undefined while there is one. */
  problem(): string | undefined;
  /** Before the menu opens: the popover goes. */
  hide(): void;
  dropped(paths: readonly string[]): void;
}

/** What the icon shows and offers: image, title, tooltip, menu, and that the machine stays awake while it moves. */
export class IconDesk {
  private readonly host: IconHost;
  private readonly awake = new AwakeKeeper();
  private icon: Tray | undefined;
  private painter: IconPainter | undefined;

  constructor(host: IconHost) {
    this.host = host;
  }

  iconUp(icon: Tray): void {
    this.icon = icon;
    this.painter = new IconPainter(icon, this.host.folder, this.host.words().tooltip.idle);
    icon.on('right-click', () => {
      this.host.hide();
      this.openMenu();
    });
    icon.on('click', () => {
      if (this.host.problem() !== undefined) this.openMenu();
    });
    icon.on('drop-files', (_event, paths) => this.host.dropped(paths));
  }

  changed(): void {
    const state = this.host.model.icon();
    const { icon, activeCount, pausedCount, attentionCount } = state;
    const words = this.host.words().tooltip;
    const tooltip = () => {
      if (attentionCount > 0) return words.attention(attentionCount);
      if (activeCount > 0) return words.active(activeCount, icon.percent ?? 0);
      return pausedCount > 0 ? words.paused(pausedCount) : words.idle;
    };
    this.painter?.paint(icon, tooltip());
    this.awake.keep(activeCount > 0);
  }

  openMenu(): void {
    this.icon?.popUpContextMenu(this.menu());
  }

  dispose(): void {
    this.painter?.dispose();
    this.awake.keep(false);
  }

  private menu(): Menu {
    const { model, deeds } = this.host;
    const state = {
      activeCount: model.activeIds().length,
      pausedCount: model.pausedIds().length,
      startsAtLogin: app.getLoginItemSettings().openAtLogin,
      problem: this.host.problem(),
    };
    return iconMenu(this.host.words().menu, state, deeds);
  }
}
