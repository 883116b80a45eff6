import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MainWords } from '../contract/main-words.ts';

export interface MenuState {
  readonly activeCount: number;
  readonly pausedCount: number;
  readonly startsAtLogin: boolean;
  /** Why there is no popover; undefined while there is one. */
  readonly problem: string | undefined;
}

export interface MenuDeeds {
  show(): void;
  pauseAll(): void;
  continueAll(): void;
  showSettings(): void;
  showSetup(): void;
  startAtLogin(isWanted: boolean): void;
  quit(): void;
}

/** The menu on the right button. It does everything that matters, also when the page cannot be shown. */
export function iconMenu(words: MainWords['menu'], state: MenuState, deeds: MenuDeeds): Menu {
  const { activeCount, pausedCount, startsAtLogin, problem } = state;
  const hasPage = problem === undefined;
  const items: MenuItemConstructorOptions[] = [
    ...(hasPage ? [] : [{ label: problem, enabled: false }]),
    { label: words.open, enabled: hasPage, click: () => deeds.show() },
    { type: 'separator' },
    { label: words.pauseAll, enabled: activeCount > 0, click: () => deeds.pauseAll() },
    { label: words.continueAll, enabled: pausedCount > 0, click: () => deeds.continueAll() },
    { type: 'separator' },
    { label: words.settings, enabled: hasPage, click: () => deeds.showSettings() },
    { label: words.setup, click: () => deeds.showSetup() },
    {
      label: words.startAtLogin,
      type: 'checkbox',
      checked: startsAtLogin,
      click: ({ checked }) => deeds.startAtLogin(checked),
    },
    { type: 'separator' },
    { label: words.quit, click: () => deeds.quit() },
  ];
  return Menu.buildFromTemplate(items);
}

/** The menu of the app itself is never seen, but its keys work in our windows: copy, select all, close, quit. */
export function setKeyMenu(): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu', submenu: [{ role: 'quit' }] },
      { role: 'fileMenu', submenu: [{ role: 'close' }] },
      { role: 'editMenu', submenu: [{ role: 'copy' }, { role: 'selectAll' }] },
    ]),
  );
}
