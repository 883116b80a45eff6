import { EventEmitter } from 'node:events';
import type { World } from './world.ts';

/** Electron's `app`: life of the app, and what the system knows about it. */
export class DoubleApp extends EventEmitter {
  private readonly world: World;
  private hasBegun = false;
  readonly runningUnderARM64Translation = false;
  readonly dock: { hide(): void };

  constructor(world: World) {
    super();
    this.world = world;
    this.dock = {
      hide: () => {
        world.isDockVisible = false;
      },
    };
  }

  get isPackaged(): boolean {
    return this.world.isPackaged;
  }

  /** For the test: the system has started the app. */
  begin(): void {
    this.hasBegun = true;
    this.emit('ready', {}, {});
  }

  isReady(): boolean {
    return this.hasBegun;
  }

  whenReady(): Promise<void> {
    return this.hasBegun ? Promise.resolve() : new Promise((ready) => this.once('ready', () => ready()));
  }

  /** Only menubar asks, for a page and an icon that it is given. */
  getAppPath(): string {
    return '/nonexistent';
  }

  /** Only of the app's own program. */
  getPath(name: 'exe'): string {
    if (name !== 'exe') throw new Error(`no path of ${String(name)} here`);
    return this.world.programPath;
  }

  relaunch({ execPath = '' }: { readonly execPath?: string; readonly args?: string[] } = {}): void {
    this.world.relaunched.push(execPath);
  }

  setPath(name: string, path: string): void {
    if (this.hasBegun) throw new Error('setPath of userData must come before ready');
    this.world.log.push(`path ${name} ${path}`);
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  setActivationPolicy(policy: string): void {
    this.world.log.push(`activation policy ${policy}`);
  }

  focus(_options?: { readonly steal: boolean }): void {}

  getPreferredSystemLanguages(): string[] {
    return this.world.languages;
  }

  getLoginItemSettings(): World['loginItem'] {
    return this.world.loginItem;
  }

  setLoginItemSettings({ openAtLogin }: { openAtLogin: boolean }): void {
    this.world.loginItem = { openAtLogin, status: openAtLogin ? 'enabled' : 'not-registered' };
  }

  quit(): void {
    let isPrevented = false;
    this.emit('before-quit', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    if (isPrevented) return;
    this.world.hasQuit = true;
    this.emit('will-quit', {});
  }
}
