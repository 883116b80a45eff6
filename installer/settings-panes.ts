import type { MacPrograms } from './mac-programs.ts';
import { runProgram } from './run-program.ts';

/**
 * Addresses of panes of System Settings, as programs that open them spell them; macOS has no published list. A pane that a
 * macOS does not know opens System Settings at its beginning.
 */
export const settingsPanes = {
  /** General ▸ Login Items & Extensions, where Finder's Quick Actions are switched on since macOS 15. */
  extensions: 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
  /** The same before macOS 15: Privacy & Security ▸ Extensions. */
  extensionsBefore15: 'x-apple.systempreferences:com.apple.ExtensionsPreferences',
  notifications: 'x-apple.systempreferences:com.apple.Notifications-Settings.extension',
  filesAndFolders: 'x-apple.systempreferences:com.apple.preference.security?Privacy_FilesAndFolders',
  fullDiskAccess: 'x-apple.systempreferences:com.apple.preference.security?Privacy_AllFiles',
  appManagement: 'x-apple.systempreferences:com.apple.preference.security?Privacy_AppBundles',
  loginItems: 'x-apple.systempreferences:com.apple.LoginItems-Settings.extension',
} as const;
export type SettingsPane = keyof typeof settingsPanes;

/** Opens a pane of System Settings. @returns whether `open` took it */
export async function openSettingsPane(
  pane: SettingsPane,
  { open }: Pick<MacPrograms, 'open'>,
): Promise<boolean> {
  return (await runProgram(open, [settingsPanes[pane]])).exitCode === 0;
}

/** Opens the pane in which the Quick Actions are switched on, by the version of macOS. */
export async function openQuickActionPane(programs: Pick<MacPrograms, 'open' | 'swVers'>): Promise<boolean> {
  const version = (await runProgram(programs.swVers, ['-productVersion'])).stdout;
  const isBefore15 = /^1[34]\./.test(version.trim());
  return openSettingsPane(isBefore15 ? 'extensionsBefore15' : 'extensions', programs);
}
