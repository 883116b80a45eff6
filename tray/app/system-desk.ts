import { app } from 'electron';
import type { Language, Notice } from '../contract/popover-view.ts';
import type { Engine } from '../engine/find-engine.ts';
import type { SystemFacts } from '../model/tray-model.ts';
import { readLoginItem } from '../settings/login-item.ts';
import type { SettingsFile } from '../settings/settings.ts';
import { languageFor } from '../words/words-for.ts';

export interface SystemHost {
  engine(): Engine | { readonly missing: string };
  isIconSeen(): boolean;
  isNotifying(): boolean;
}

/** What the system says about us, as it was when it was last looked at: each time the popover opens. */
export class SystemDesk {
  private readonly settings: SettingsFile;
  private readonly host: SystemHost;
  private seen: Omit<SystemFacts, 'language'> | undefined;

  constructor(settings: SettingsFile, host: SystemHost) {
    this.settings = settings;
    this.host = host;
  }

  /** The chosen language, or the first one of the system that we speak. */
  language(): Language {
    const { language } = this.settings.get();
    return language === 'system' ? languageFor(app.getPreferredSystemLanguages()) : language;
  }

  look(): void {
    this.seen = { loginItem: readLoginItem(), notices: this.notices() };
  }

  facts(): SystemFacts {
    if (this.seen === undefined) this.look();
    const { loginItem = 'unknown', notices = [] } = this.seen ?? {};
    return { language: this.language(), loginItem, notices };
  }

  private notices(): Notice[] {
    const engine = this.host.engine();
    return [
      ...('missing' in engine ? [{ kind: 'engine-missing', path: engine.missing } as const] : []),
      ...(this.settings.get().notifications && !this.host.isNotifying()
        ? [{ kind: 'notifications-refused' } as const]
        : []),
      ...(this.host.isIconSeen() ? [] : [{ kind: 'icon-hidden' } as const]),
    ];
  }
}
