import {
  commandLinkFolder,
  type FirstStart,
  firstStartState,
  type InstallResult,
  installPieces,
  type Note,
} from '#installer';
import type { DonePiece, SetupChoice, SetupStage, Switches } from '../contract/setup-view.ts';
import type { OwnInstallation } from './own-installation.ts';

const noteCodes: Partial<Record<Note['code'], { of: DonePiece['name']; note: DonePiece['note'] }>> = {
  SERVICES_NOT_REFRESHED: { of: 'quick-actions', note: 'services-later' },
  LOGIN_ITEM_NEEDS_APPROVAL: { of: 'login-item', note: 'login-item-approval' },
  NOT_ON_PATH: { of: 'command-link', note: 'not-on-path' },
};

/** Where setting up stands, and the steps forward. It decides nothing about windows. */
export class Setup {
  private readonly own: OwnInstallation | undefined;
  private readonly changed: () => void;
  private current: SetupStage = { kind: 'looking' };

  /** @param own undefined: no app on a Mac, and nothing is ever installed */
  constructor(own: OwnInstallation | undefined, changed: () => void) {
    this.own = own;
    this.changed = changed;
  }

  get stage(): SetupStage {
    return this.current;
  }

  /**
   * At the start of the app. An app that was replaced by another version, and a wish from the terminal, are followed in silence.
   *
   * @returns whether the person has to see the window
   */
  async begin(): Promise<boolean> {
    if (this.own === undefined) return false;
    const found = await this.look();
    const isOther = found?.kind === 'other-version';
    if (isOther || (found?.kind === 'ready' && found.wantsLoginItem))
      await this.install({ openAtLogin: found.wantsLoginItem, commandLink: false });
    return this.current.kind !== 'done';
  }

  /** Looks where it stands; touches nothing. */
  async look(): Promise<(FirstStart & { readonly wantsLoginItem: boolean }) | undefined> {
    const { own } = this;
    if (own === undefined) {
      this.become({ kind: 'not-here' });
      return undefined;
    }
    const found = await firstStartState(own.appPath, own.language, own.world);
    this.become(stageOf(found, commandLinkFolder(process.env.PATH, own.world)));
    return found;
  }

  /** Puts the pieces in place, the app itself too when it is not where it belongs. */
  async install({ openAtLogin, commandLink }: SetupChoice): Promise<void> {
    const { own, current } = this;
    if (own === undefined || current.kind === 'doing') return;
    const isMoving = current.kind === 'not-in-applications';
    this.become({ kind: 'doing' });
    const result = await installPieces(
      {
        ...(isMoving ? { appSource: own.appPath } : { appPath: own.appPath }),
        language: own.language,
        // An app that is about to be opened elsewhere must not be the one that is opened at login.
        openAtLogin: openAtLogin && !isMoving,
        ...(commandLink ? { commandLinkFolder: commandLinkFolder(process.env.PATH, own.world) } : {}),
      },
      own.world,
    );
    this.become(
      isMoving && result.kind === 'installed' ? { kind: 'moved', place: result.appPath } : stageAfter(result),
    );
  }

  /** What macOS says about the switches now. */
  tookSwitches(switches: Switches): void {
    if (this.current.kind === 'done' && this.current.switches !== switches)
      this.become({ ...this.current, switches });
  }

  private become(stage: SetupStage): void {
    this.current = stage;
    this.changed();
  }
}

function stageOf(found: FirstStart, commandFolder: string): SetupStage {
  switch (found.kind) {
    case 'not-in-applications':
      return { kind: 'not-in-applications', place: found.place };
    case 'newer-state':
      return { kind: 'newer-state' };
    case 'welcome':
    case 'other-version':
      return { kind: 'offer', commandFolder };
    case 'ready':
      return { kind: 'done', pieces: [{ name: 'quick-actions', note: null }], switches: 'unknown' };
  }
}

function stageAfter(result: InstallResult): SetupStage {
  if (result.kind === 'installed') {
    const pieces = [...result.wasDone, ...result.done].map((name): DonePiece => {
      const notes = result.notes.flatMap(({ code }) => noteCodes[code] ?? []);
      return { name, note: notes.find((each) => each.of === name)?.note ?? null };
    });
    return { kind: 'done', pieces, switches: 'unknown' };
  }
  const { code, message, advice } = result;
  const isFailed = result.kind === 'failed';
  return {
    kind: 'failed',
    code,
    step: isFailed ? result.step : null,
    message,
    advice,
    leftovers: isFailed ? result.leftovers : [],
  };
}
