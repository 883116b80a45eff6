import packageFacts from '../../package.json' with { type: 'json' };
import type { SettingsView } from '../contract/popover-view.ts';
import type { Settings } from '../settings/settings.ts';

/** The settings as the page shows them. */
export function settingsView(settings: Settings, loginItem: SettingsView['loginItem']): SettingsView {
  const { verifyCopies, afterMove, notifications, showPercent, language } = settings;
  return {
    verifyCopies,
    afterMove,
    notifications,
    showPercent,
    language,
    startAtLogin: loginItem === 'on' || loginItem === 'needs-approval',
    loginItem,
    version: packageFacts.version,
  };
}
