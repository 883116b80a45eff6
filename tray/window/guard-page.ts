import { app, type BrowserWindow, protocol, session } from 'electron';
import { answerPageRequest, pageScheme } from './page-file.ts';

/** Before the app is ready: the page's own scheme, with an origin of its own and none of the rights of `file:`. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true } },
  ]);
}

/** Once the app is ready: serves the page, and refuses all that a page may ask of the system (camera, place, USB …). */
export function servePage(folder: string): void {
  protocol.handle(pageScheme, (request) => answerPageRequest(folder, request));
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

/** The page stays where it is and opens nothing. */
export function guardPage(window: BrowserWindow): void {
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
}

/** Web preferences of the page: sandboxed, isolated, no Node. */
export function pagePreferences(preload: string) {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    spellcheck: false,
    devTools: !app.isPackaged,
  } as const;
}
