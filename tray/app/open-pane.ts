import { shell } from 'electron';

/** Panes of System Settings, by what our notices are about. Addresses from memory: to confirm on a Mac. */
const panes: Readonly<Record<string, string>> = {
  'notifications-refused': 'x-apple.systempreferences:com.apple.Notifications-Settings.extension',
  'icon-hidden': 'x-apple.systempreferences:com.apple.ControlCenter-Settings.extension',
  'login-items': 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
};

/** What has no pane opens nothing: the word comes from the page. */
export function openPane(kind: string): void {
  const pane = Object.hasOwn(panes, kind) ? panes[kind] : undefined;
  if (pane !== undefined) void shell.openExternal(pane);
}
