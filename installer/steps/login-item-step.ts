import { emptyTrace } from '../trace.ts';
import type { InstallStep, Note } from './install-step.ts';

/** What macOS says about opening an app at login. */
export type LoginItemState = 'on' | 'off' | 'needs-approval' | 'unknown';

/**
 * Opening at login, which only the app itself can ask macOS for (Electron's `app.setLoginItemSettings`). The app hands this in;
 * a terminal cannot.
 */
export interface LoginItem {
  read(): Promise<LoginItemState>;
  set(isOn: boolean): Promise<void>;
}

/** @param loginItem undefined in a terminal: the wish is written down, and the app does it at its next start */
export function loginItemStep(loginItem: LoginItem | undefined): InstallStep {
  return {
    name: 'login-item',
    isDone: async () => (await loginItem?.read()) === 'on',
    plan: async () => ({ ...emptyTrace('login-item'), opensAtLogin: loginItem !== undefined }),
    apply: async () => {
      if (loginItem === undefined) return [later];
      await loginItem.set(true);
      return (await loginItem.read()) === 'needs-approval' ? [needsApproval] : [];
    },
  };
}

const later: Note = {
  code: 'LOGIN_ITEM_LATER',
  message: 'VM Ferry will open at login from its next start on.',
};
const needsApproval: Note = {
  code: 'LOGIN_ITEM_NEEDS_APPROVAL',
  message: 'macOS wants you to allow it: System Settings ▸ General ▸ Login Items & Extensions.',
};
