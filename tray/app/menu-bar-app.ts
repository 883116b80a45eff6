import { join } from 'node:path';
import { app, shell, type Tray } from 'electron';
import { requestContinue, requestPause, stateFolder } from '#engine/transfers';
import type { MainWords } from '../contract/main-words.ts';
import type { PopoverView } from '../contract/popover-view.ts';
import type { Engine } from '../engine/find-engine.ts';
import { inspectMachine } from '../engine/inspect-machine.ts';
import { MachineShelf } from '../engine/machine-shelf.ts';
import { TrayModel } from '../model/tray-model.ts';
import { ViewFeed } from '../model/view-feed.ts';
import { Questions } from '../questions/questions.ts';
import { setLoginItem } from '../settings/login-item.ts';
import { SettingsFile } from '../settings/settings.ts';
import { SetupDesk } from '../setup/setup-desk.ts';
import { watchMounts } from '../system/watch-mounts.ts';
import { followTransfers, type ToldChange } from '../transfers/transfer-book.ts';
import type { Rectangle } from '../window/placement.ts';
import { PopoverWindow } from '../window/popover-window.ts';
import { wordsFor } from '../words/words-for.ts';
import { chooseFolder } from './choose-folder.ts';
import { IconDesk } from './icon-desk.ts';
import type { MenuDeeds } from './menus.ts';
import { NewsDesk } from './news-desk.ts';
import { NotificationDesk } from './notification-desk.ts';
import { onceATurn } from './once-a-turn.ts';
import { findOwnEngine } from './own-engine.ts';
import { resumeLost } from './resume-lost.ts';
import { showFile } from './show-file.ts';
import { SystemDesk } from './system-desk.ts';

/** Width of the popover, and its height until the page has said how high it is; points. */
const size = { width: 360, height: 452 };
/** An app that is opened by the Quick Action is also “activated”: the panel comes then, and no popover beside it. */
const panelComesWithinMs = 400;

/** The menu-bar app: what there is, brought together. Each part knows only what it is told here. */
export class MenuBarApp implements MenuDeeds {
  readonly state = stateFolder();
  /** Several things change in one go; what follows from them is done once. */
  private readonly changed = onceATurn(() => {
    this.icon.changed();
    this.feed.changed();
  });
  readonly settings = new SettingsFile(this.state);
  readonly machines = new MachineShelf(
    async (source) => {
      const engine = this.engine();
      return engine === undefined ? undefined : inspectMachine(engine, source);
    },
    () => this.changed(),
  );
  readonly model = new TrayModel(this.state, this.settings, this.machines, () => this.changed());
  readonly questions: Questions;
  readonly setup: SetupDesk;
  private readonly window: PopoverWindow;
  private readonly feed: ViewFeed;
  private readonly news: NewsDesk;
  private readonly system: SystemDesk;
  private readonly endings: (() => void)[] = [];
  private readonly icon: IconDesk;
  private problem: string | undefined;

  /** @param folder of the built tray */
  constructor(folder: string) {
    const { state, model, settings } = this;
    this.system = new SystemDesk(settings, {
      engine: () => findOwnEngine(),
      isIconSeen: () => this.window.isIconSeen(),
      isNotifying: () => !notifications.isRefused,
    });
    const helper =
      settings.get().notifierHelper ?? join(process.resourcesPath ?? folder, 'terminal-notifier.app');
    const notifications = new NotificationDesk(helper, () => this.lookAtSystem());
    this.setup = new SetupDesk(folder, {
      language: () => this.system.language(),
      notifications: () => notifications.permission,
    });
    this.questions = new Questions(
      {
        state,
        book: model.book,
        engine: () => this.engine(),
        choices: () => this.settings.choices(),
        chooseFolder: (transfers) => chooseFolder(this.words().panel, this.machines, settings, transfers),
        reveal: (id) => this.reveal(id),
        waits: (id) => this.news.waits(id),
      },
      model.questions,
    );
    this.news = new NewsDesk({
      model,
      settings,
      words: () => this.words(),
      show: (notice) => void notifications.show(notice),
      showInFinder: (path) => showFile(path, this.words()),
      reveal: (id) => this.reveal(id),
    });
    this.icon = new IconDesk({
      folder: join(folder, 'icons'),
      model,
      words: () => this.words(),
      problem: () => this.problem,
      hide: () => this.window.hide(),
      dropped: (paths) => this.dropped(paths),
      deeds: this,
    });
    this.window = new PopoverWindow({
      folder,
      size,
      tooltip: this.words().tooltip.idle,
      iconUp: (icon) => this.begin(icon),
      willShow: () => this.willShow(),
      pageFailed: (reason) => {
        this.problem = reason;
      },
    });
    this.feed = new ViewFeed({
      isVisible: () => this.window.isVisible,
      send: () => this.window.send('view', this.view()),
    });
    this.endings.push(() => notifications.dispose());
  }

  words(): MainWords {
    return wordsFor(this.system.language()).main;
  }

  engine(): Engine | undefined {
    const found = findOwnEngine();
    return 'missing' in found ? undefined : found;
  }

  view(): PopoverView {
    return this.model.view(this.system.facts());
  }

  isOwnPage(url: string | undefined): boolean {
    return this.window.isOwnPage(url);
  }

  /** The system is asked again for what it does not tell by itself. */
  lookAtSystem(): void {
    this.system.look();
    this.changed();
  }

  show(bounds?: Rectangle): void {
    if (this.problem === undefined) this.window.show(bounds);
    else this.icon.openMenu();
  }

  hide(why: 'escape' | 'blur'): undefined {
    this.window.hide(why);
  }

  resize(height: number): undefined {
    this.window.resize(height);
  }

  /** The app was opened again: the second way in, for those whose icon is hidden. */
  openedAgain(): void {
    // The first opening is told in the same way, at each login.
    if (!this.window.isUp) return;
    setTimeout(() => {
      if (!this.questions.isAsking && !this.setup.isOpen) this.show();
    }, panelComesWithinMs);
  }

  dropped(paths: readonly string[]): undefined {
    const others = this.model.drops.add(paths);
    for (const source of this.model.drops.sources) void this.machines.want(source);
    // What is no VM is refused as Finder refuses: with a sound.
    if (others.length > 0) shell.beep();
    if (others.length < paths.length) this.show();
  }

  showSettings(): void {
    this.show();
    this.window.send('showSettings', null);
  }

  showSetup(): void {
    void this.setup.open();
  }

  quit(): void {
    app.quit();
  }

  startAtLogin(isWanted: boolean): void {
    setLoginItem(isWanted);
    this.lookAtSystem();
  }

  pauseAll(): void {
    for (const id of this.model.activeIds()) requestPause(this.state, id);
  }

  continueAll(): void {
    for (const id of this.model.pausedIds()) requestContinue(this.state, id);
  }

  activeCount(): number {
    return this.model.activeIds().length;
  }

  dispose(): void {
    for (const end of this.endings) end();
    this.feed.dispose();
    this.news.dispose();
    this.icon.dispose();
    this.setup.dispose();
  }

  private begin(icon: Tray): void {
    this.icon.iconUp(icon);
    this.endings.push(followTransfers(this.state, this.model.book, (changes) => this.took(changes)));
    const resume = () => resumeLost(this.state, this.model.book, () => this.engine());
    this.endings.push(watchMounts(process.platform, resume));
    resume();
  }

  private took(changes: readonly ToldChange[]): void {
    for (const { id, view } of changes) this.model.took(id, view);
    for (const { id, view } of changes) this.questions.took(id, view);
    this.news.took(changes);
    for (const change of changes) this.announce(change);
    this.changed();
  }

  private announce({ id, before, view }: ToldChange): void {
    if (view === undefined || !this.window.isVisible) return;
    const { state, name } = this.model.row(view);
    if (before === undefined || this.model.row(before).state !== state)
      this.window.send('announce', { id, state, name });
  }

  private willShow(): void {
    this.model.looked();
    for (const view of this.model.book.openTransfers()) this.questions.took(view.id, view);
    this.lookAtSystem();
    this.feed.sendNow();
  }

  private reveal(id: string): void {
    this.model.focus(id);
    if (this.window.isVisible) this.feed.sendNow();
    else this.show();
  }
}
