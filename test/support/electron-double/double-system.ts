import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import type { MessageBoxOptions, OpenDialogOptions } from 'electron';
import type { MenuItem, World } from './world.ts';

/** The parts of Electron that only hand something to the system: done in the world, and noted there. */
export function makeSystemParts(world: World) {
  let lastBlocker = 0;
  return {
    shell: {
      showItemInFolder: (path: string) => {
        if (!isAbsolute(path)) throw new Error('an absolute path is needed');
        world.shownFiles.push(path);
      },
      openPath: async (path: string) => {
        world.openedPaths.push(path);
        return '';
      },
      beep: () => void world.log.push('beep'),
      openExternal: async (url: string) => {
        world.openedAddresses.push(url);
      },
    },
    dialog: {
      showOpenDialog: async (options: OpenDialogOptions) => {
        world.panels.push(options);
        const filePaths = await world.chooseFolder(options);
        return { canceled: filePaths === undefined, filePaths: filePaths ?? [] };
      },
      showMessageBox: async (options: MessageBoxOptions) => {
        world.dialogs.push(options);
        return { response: await world.pressButton(options), checkboxChecked: false };
      },
    },
    clipboard: {
      writeText: async (text: string) => {
        world.copiedTexts.push(text);
      },
    },
    Menu: {
      buildFromTemplate: (items: readonly MenuItem[]) => ({ items }),
      setApplicationMenu: () => {},
    },
    powerSaveBlocker: {
      start: (type: string) => {
        world.log.push(`awake ${type}`);
        world.awake.add(++lastBlocker);
        return lastBlocker;
      },
      stop: (id: number) => world.awake.delete(id),
      isStarted: (id: number) => world.awake.has(id),
    },
    powerMonitor: new EventEmitter(),
    session: {
      defaultSession: {
        setPermissionRequestHandler: () => {},
        setPermissionCheckHandler: () => {},
      },
    },
  };
}
