/**
 * Holds the double to the Electron that is pinned, at compile time: it may offer no member that electron.d.ts does not have, but for
 * those that only tests use. When Electron drops or renames one, or the double invents one, this file does not compile.
 */
import type * as Electron from 'electron';
import type { DoubleWebContents } from './double-web-contents.ts';
import type { ElectronDouble } from './electron-double.ts';

type Invented<Double, Real, ForTests extends PropertyKey = never> = Exclude<
  keyof Double,
  keyof Real | ForTests
>;
type None<Names extends never> = Names;
type Instance<Name extends 'Tray' | 'BrowserWindow' | 'Notification'> = InstanceType<ElectronDouble[Name]>;

export type Checks = [
  None<Exclude<keyof ElectronDouble, keyof typeof Electron>>,
  None<Invented<ElectronDouble['app'], Electron.App, 'begin'>>,
  None<Invented<ElectronDouble['ipcMain'], Electron.IpcMain, 'ask'>>,
  None<Invented<ElectronDouble['protocol'], Electron.Protocol, 'handlerOf'>>,
  None<Invented<ElectronDouble['screen'], Electron.Screen>>,
  None<Invented<Instance<'Tray'>, Electron.Tray, 'image' | 'title' | 'tooltip' | 'changes' | 'userClick'>>,
  None<Invented<Instance<'BrowserWindow'>, Electron.BrowserWindow, 'options' | 'workspaces'>>,
  None<Invented<Instance<'Notification'>, Electron.Notification, 'options'>>,
  None<
    Invented<
      DoubleWebContents,
      Electron.WebContents,
      'page' | 'load' | 'close' | 'forge' | 'wouldOpen' | 'tellDroppedPaths'
    >
  >,
  None<Invented<ElectronDouble['shell'], Electron.Shell>>,
  None<Invented<ElectronDouble['dialog'], Electron.Dialog>>,
  None<Invented<ElectronDouble['clipboard'], Electron.Clipboard>>,
  None<Invented<ElectronDouble['powerSaveBlocker'], Electron.PowerSaveBlocker>>,
  None<Invented<ElectronDouble['Menu'], typeof Electron.Menu>>,
];
