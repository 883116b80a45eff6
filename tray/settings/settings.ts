import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile, type TransferChoices } from '#engine/transfers';

/** What the person chose, as it is kept. A file of a newer version keeps what it says about things we do not know. */
const settingsSchema = z.looseObject({
  verifyCopies: z.boolean().catch(false),
  afterMove: z.enum(['trash', 'delete']).catch('trash'),
  notifications: z.boolean().catch(true),
  showPercent: z.boolean().catch(false),
  language: z.enum(['en', 'zh-Hans', 'system']).catch('system'),
  /** Where the folder panel opens; null: where the system likes. */
  lastTarget: z.string().min(1).nullable().catch(null),
  /** A terminal-notifier of the person's own, for Macs on which ours cannot be shown. */
  notifierHelper: z.string().min(1).nullable().catch(null),
  /** Endings up to this moment have been told; null: none yet. */
  toldUntil: z.iso.datetime().nullable().catch(null),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

const defaults = settingsSchema.parse({});

const fileName = 'settings.json';

/** The settings in the state folder. What is missing or damaged there has its default. */
export class SettingsFile {
  private readonly state: string;
  private current: Settings;

  constructor(state: string) {
    this.state = state;
    this.current = settingsSchema.catch(defaults).parse(readJson(join(state, fileName)));
  }

  get(): Settings {
    return this.current;
  }

  /** What they say about a transfer that is started here. Without a wish to verify, the transfer's own holds. */
  choices(): TransferChoices {
    const { verifyCopies, afterMove } = this.current;
    return { remove: afterMove, ...(verifyCopies ? { verify: true } : {}) };
  }

  /** A state folder that cannot be written keeps nothing beyond this life of the app. */
  change(change: Partial<Settings>): void {
    this.current = { ...this.current, ...change };
    try {
      mkdirSync(this.state, { recursive: true, mode: 0o700 });
      replaceFile(join(this.state, fileName), JSON.stringify(this.current, null, 2));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === undefined) throw thrown;
    }
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
