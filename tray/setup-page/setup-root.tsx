import { Component } from 'preact';
import type { SetupBridge } from '../contract/setup-messages.ts';
import type { SetupChoice, SetupView } from '../contract/setup-view.ts';
import { FerryPicture } from '../popover/ferry-picture.tsx';
import { tellHeight } from '../popover/tell-height.ts';
import { wordsFor } from '../words/words-for.ts';
import { Ending } from './ending.tsx';
import { StageBody } from './stage-body.tsx';
import { titleOf } from './title-of.ts';

/** CSS pixels; what is higher is scrolled. */
const heightMax = 680;

interface Props {
  readonly ferry: SetupBridge;
}
interface State {
  readonly view: SetupView | null;
  readonly choice: SetupChoice;
}

/** The whole page of the setup window: one stage at a time, with the buttons that lead on below it. */
export class SetupRoot extends Component<Props, State> {
  // Both are asked, and nothing is taken for granted.
  override state: State = { view: null, choice: { openAtLogin: false, commandLink: false } };
  private readonly ends: (() => void)[] = [];

  override componentDidMount(): void {
    const { ferry } = this.props;
    this.ends.push(
      ferry.on('setupView', this.show),
      tellHeight((height) => void ferry.request('setupResize', height), heightMax),
    );
    addEventListener('keydown', this.onKey);
    void ferry.request('setupReady').then(this.show);
  }

  override componentWillUnmount(): void {
    for (const end of this.ends) end();
    removeEventListener('keydown', this.onKey);
  }

  private readonly show = (view: SetupView): void => {
    document.documentElement.lang = view.language;
    this.setState({ view });
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') void this.props.ferry.request('setupClose');
  };

  override render({ ferry }: Props, { view, choice }: State) {
    if (view === null || view.stage.kind === 'looking') return <main class="loading" />;
    const { stage, titles } = view;
    const words = wordsFor(view.language);
    const title = titleOf(stage, words.setup);
    return (
      <>
        <main key="setup" class="scrolls">
          <div class="setup" data-height>
            <FerryPicture />
            <h1>{title}</h1>
            <StageBody
              stage={stage}
              titles={titles}
              words={words}
              ferry={ferry}
              choice={choice}
              choose={(change) => this.setState({ choice: { ...choice, ...change } })}
            />
          </div>
        </main>
        {stage.kind !== 'doing' && (
          <footer key="end" class="setup-end" data-height>
            <Ending stage={stage} words={words.setup} ferry={ferry} choice={choice} />
          </footer>
        )}
        <div class="only-spoken" role="status" aria-live="polite">
          {title}
        </div>
      </>
    );
  }
}
