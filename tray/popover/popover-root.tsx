import { Component } from 'preact';
import type { FerryBridge } from '../contract/messages.ts';
import type { PopoverView } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';
import { wordsFor } from '../words/words-for.ts';
import { Announcer } from './announcer.ts';
import { CheckupPane } from './checkup-pane.tsx';
import { DropTarget } from './drop-target.tsx';
import { keepFocus } from './keep-focus.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { SettingsView } from './settings-view.tsx';
import { tellHeight } from './tell-height.ts';
import { TransfersView } from './transfers-view.tsx';

interface Props {
  readonly ferry: FerryBridge;
}
interface State {
  readonly view: PopoverView | null;
  readonly screen: 'transfers' | 'settings' | 'checkup';
  readonly spoken: string;
}

/** The whole page: what it shows comes by messages, and between two messages it does nothing. */
export class Popover extends Component<Props, State> {
  override state: State = { view: null, screen: 'transfers', spoken: '' };
  private readonly announcer = new Announcer();
  private speakLater: number | undefined;
  private readonly ends: (() => void)[] = [];

  override componentDidMount(): void {
    const { ferry } = this.props;
    this.ends.push(
      ferry.on('view', this.show),
      ferry.on('showSettings', () => this.setState({ screen: 'settings' })),
      ferry.on('announce', ({ id, name, state }) => {
        this.announcer.hearState(id, name, state);
        this.speak();
      }),
      tellHeight((height) => void ferry.request('resize', height)),
    );
    addEventListener('keydown', this.onKey);
    addEventListener('blur', this.onBlur);
    addEventListener('focus', this.onFocus);
    void ferry.request('ready').then(this.show);
  }

  override componentWillUnmount(): void {
    for (const end of this.ends) end();
    removeEventListener('keydown', this.onKey);
    removeEventListener('blur', this.onBlur);
    removeEventListener('focus', this.onFocus);
    clearTimeout(this.speakLater);
  }

  private readonly show = (view: PopoverView): void => {
    const restoreFocus = keepFocus();
    document.documentElement.lang = view.language;
    this.setState({ view: keepUnchanged(this.state.view, view) }, restoreFocus);
    this.announcer.hearView(view);
    this.speak();
  };

  /** One sentence at a time; what came too soon after the last one waits for the only timer of this page. */
  private readonly speak = (): void => {
    const { view } = this.state;
    if (view === null) return;
    clearTimeout(this.speakLater);
    const next = this.announcer.next(performance.now(), wordsFor(view.language));
    if (next.say !== null) this.setState({ spoken: next.say });
    if (next.waitMs !== null) this.speakLater = window.setTimeout(this.speak, next.waitMs);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    if (this.state.screen === 'settings') this.closeSettings();
    else if (this.state.screen === 'checkup') this.closeCheckup();
    else void this.props.ferry.request('hide', 'escape');
  };

  private readonly onBlur = (): void => {
    void this.props.ferry.request('hide', 'blur');
  };

  /** Opened: the list is where the arrows work, and no button should wait under the space bar. */
  private readonly onFocus = (): void => {
    if (this.state.screen === 'transfers') document.querySelector<HTMLElement>('[data-focus-first]')?.focus();
  };

  /** Goes back, with the focus on what had led away from there. */
  private back(screen: State['screen'], opener: string): void {
    this.setState({ screen }, () => document.querySelector<HTMLElement>(opener)?.focus());
  }

  private readonly closeSettings = (): void => this.back('transfers', '[data-opens-settings]');
  private readonly closeCheckup = (): void => this.back('settings', '[data-opens-checkup]');

  override render(_props: Props, { view, spoken }: State) {
    const { ferry } = this.props;
    if (view === null) return <main class="loading" />;
    const words = wordsFor(view.language);
    return (
      <>
        {this.renderScreen(view, words)}
        <DropTarget ferry={ferry} text={words.popover.dropHere} />
        <div class="only-spoken" role="status" aria-live="polite">
          {spoken}
        </div>
      </>
    );
  }

  private renderScreen(view: PopoverView, words: Words) {
    const { ferry } = this.props;
    const show = (screen: State['screen']) => () => this.setState({ screen });
    switch (this.state.screen) {
      case 'transfers':
        return <TransfersView view={view} words={words} ferry={ferry} openSettings={show('settings')} />;
      case 'settings':
        return (
          <SettingsView
            settings={view.settings}
            words={words}
            ferry={ferry}
            openCheckup={show('checkup')}
            close={this.closeSettings}
          />
        );
      case 'checkup':
        return <CheckupPane words={words} ferry={ferry} close={this.closeCheckup} />;
    }
  }
}
