/**
 * The menu-bar app. This file puts the parts together and does nothing else.
 *
 * 1. one instance: a second one shows the first; 2. the page's own scheme, before the app is ready; 3. the icon with its window, and
 * from then on all transfers of the state folder; 4. requests of the pages, checked; 5. other ways in; 6. the question before
 * quitting. Copies are made by engines that outlive us.
 */
import { join } from 'node:path';
import { app, ipcMain } from 'electron';
import { stateFolder } from '#engine/transfers';
import { askBeforeQuit } from './app/ask-before-quit.ts';
import { MenuBarApp } from './app/menu-bar-app.ts';
import { setKeyMenu } from './app/menus.ts';
import { requestHandlers } from './app/request-handlers.ts';
import { answerRequests } from './ipc/answer-requests.ts';
import { requestSchemas } from './ipc/request-schemas.ts';
import { setupSchemas } from './ipc/setup-schemas.ts';
import { registerPageScheme, servePage } from './window/guard-page.ts';

// Chromium's own files get a folder of their own: by default they would lie among the transfers.
app.setPath('userData', join(stateFolder(), 'popover'));

if (app.requestSingleInstanceLock()) run(__dirname);
else app.quit();

/** @param folder of the built tray */
function run(folder: string): void {
  registerPageScheme();
  // No Dock icon and no app menu; the packaged app says the same in its Info.plist.
  app.setActivationPolicy?.('accessory');
  app.whenReady().then(() => {
    setKeyMenu();
    servePage(join(folder, 'popover'));
    void tray.setup.begin();
  });
  const tray = new MenuBarApp(folder);
  answerRequests(ipcMain, requestSchemas, requestHandlers(tray), (url) => tray.isOwnPage(url));
  answerRequests(ipcMain, setupSchemas, tray.setup.handlers(), (url) => tray.setup.isOwnPage(url));
  app.on('activate', () => tray.openedAgain());
  app.on('second-instance', () => tray.openedAgain());
  app.on('open-file', (event, path) => {
    event.preventDefault();
    app.whenReady().then(() => tray.dropped([path]));
  });
  // The popover is no window in the usual sense: the app lives on without it.
  app.on('window-all-closed', () => {});
  app.on('will-quit', () => tray.dispose());
  askBeforeQuit({
    words: () => tray.words().quit,
    activeCount: () => tray.activeCount(),
    pauseAll: () => tray.pauseAll(),
  });
}
