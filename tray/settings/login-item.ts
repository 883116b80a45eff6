import { app } from 'electron';
import type { SettingsView } from '../contract/popover-view.ts';

/** Whether the system starts us at login, in its own words of today: it may have been changed in System Settings. */
export function readLoginItem(): SettingsView['loginItem'] {
  const { openAtLogin, status } = app.getLoginItemSettings();
  switch (status) {
    case 'enabled':
      return 'on';
    case 'requires-approval':
      return 'needs-approval';
    case 'not-registered':
    case 'not-found':
      return 'off';
    default:
      // Other systems than macOS have no status.
      return openAtLogin ? 'on' : 'off';
  }
}

export function setLoginItem(openAtLogin: boolean): void {
  app.setLoginItemSettings({ openAtLogin });
}
