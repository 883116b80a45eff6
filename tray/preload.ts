import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { eventChannel, type FerryBridge, requestChannel } from './contract/messages.ts';

/**
 * The only thing that the page gets: verbs of ours, never ipcRenderer itself. Runs sandboxed and in a world of its own. What the
 * page sends is checked again by the main process.
 */
const bridge: FerryBridge = {
  request: (name, ...values) => ipcRenderer.invoke(requestChannel(name), ...values),
  on: (name, listener) => {
    const heard = (_event: unknown, value: Parameters<typeof listener>[0]) => listener(value);
    ipcRenderer.on(eventChannel(name), heard);
    return () => {
      ipcRenderer.removeListener(eventChannel(name), heard);
    };
  },
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};

contextBridge.exposeInMainWorld('ferry', bridge);
