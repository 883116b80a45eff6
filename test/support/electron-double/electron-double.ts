/**
 * A double of the `electron` module, for the main process: the shipped bundle runs against it, with the real menubar, and its
 * windows are real Chromium pages with the shipped preload script in a world of its own.
 *
 * It proves that main process, preload script and page work together as shipped; where the popover goes, on any set of screens; what
 * each kind of click does; what may cross between page and main process; the content security policy and that nothing is fetched
 * from anywhere; what a screen reader would be given; how notifications fall back.
 *
 * It does not prove: AppKit (which events a panel gets when it loses the focus, Spaces, vibrancy, how the menu bar draws, what VoiceOver
 * says), the notification centre, signatures and consent, login items, loading from app.asar, what a sandboxed preload script
 * of the real Electron may not do, Electron's own Chromium (Debian's is used), macOS's fonts, what structured clone carries beyond JSON,
 * the origin `app://` (here it is `http://app.popover.localhost`). Clicks come in the order that Electron's source gives.
 */
import { DoubleApp } from './double-app.ts';
import { DoubleIpcMain } from './double-ipc.ts';
import { DoubleNotification } from './double-notification.ts';
import { DoubleProtocol } from './double-protocol.ts';
import { DoubleScreen } from './double-screen.ts';
import { makeSystemParts } from './double-system.ts';
import { DoubleTray } from './double-tray.ts';
import { DoubleWindow } from './double-window.ts';
import type { World } from './world.ts';

/** What `require('electron')` gives in a world. */
export function makeElectron(world: World) {
  const app = new DoubleApp(world);
  const ipcMain = new DoubleIpcMain();
  const protocol = new DoubleProtocol(app);
  const around = { world, ipc: ipcMain, protocol };
  return {
    app,
    ipcMain,
    protocol,
    screen: new DoubleScreen(world),
    BrowserWindow: class extends DoubleWindow {
      constructor(options: ConstructorParameters<typeof DoubleWindow>[1]) {
        super(around, options);
      }
    },
    Tray: class extends DoubleTray {
      constructor(image: string) {
        super(world, image);
      }
    },
    Notification: class extends DoubleNotification {
      static isSupported(): boolean {
        world.log.push('notifications touched');
        return true;
      }

      constructor(options: ConstructorParameters<typeof DoubleNotification>[1]) {
        super(world, options);
      }
    },
    ...makeSystemParts(world),
  };
}

export type ElectronDouble = ReturnType<typeof makeElectron>;
