import { Component } from 'preact';
import type { FindingState } from '../contract/checkup-view.ts';
import type { SetupBridge } from '../contract/setup-messages.ts';
import type { SetupStage, SetupView, Switches } from '../contract/setup-view.ts';
import { Sign } from '../popover/sign.tsx';
import type { Words } from '../words/words.ts';

interface Props {
  readonly stage: SetupStage & { readonly kind: 'done' };
  readonly titles: SetupView['titles'];
  readonly words: Words;
  readonly ferry: SetupBridge;
}
interface State {
  /** What came of the button that was pressed last. */
  readonly answer: string;
}

const signs: Readonly<Record<Switches, FindingState>> = { on: 'ok', off: 'attention', unknown: 'unknown' };

/** What is in place, and the one step that macOS keeps for the person. */
export class DoneStage extends Component<Props, State> {
  override state: State = { answer: '' };

  private readonly openSettings = async (): Promise<void> => {
    const isOpen = await this.props.ferry.request('setupOpenSettings');
    this.setState({ answer: isOpen ? '' : this.props.words.setup.done.settingsFailed });
  };

  private readonly tryIt = async (): Promise<void> => {
    const { trying, tryElsewhere } = this.props.words.setup.done;
    this.setState({ answer: (await this.props.ferry.request('setupTryIt')) ? trying : tryElsewhere });
  };

  override render({ stage, titles, words }: Props, { answer }: State) {
    const { done } = words.setup;
    const { states } = words.checkup;
    const { switches } = stage;
    const isOn = switches === 'on';
    return (
      <>
        <p class="setup-text">{isOn ? done.readyText : done.stepText}</p>
        <ul class="group setup-list">
          {stage.pieces.flatMap(({ name, note }) =>
            // It is no piece that anybody asked for.
            name === 'state-folder' ? (
              []
            ) : (
              <Piece key={name} name={done.pieces[name]} note={note} words={words} />
            ),
          )}
        </ul>
        <section class="group setup-step" aria-label={done.stepTitle}>
          {!isOn && (
            <>
              <h2>{done.stepTitle}</h2>
              <ol class="steps">
                {done.steps(titles.copy, titles.move).map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </>
          )}
          <div class="setup-line" role="status">
            <Sign state={signs[switches]} name={states[signs[switches]]} />
            <div>{isOn ? done.switchedOn : switches === 'off' ? done.switchedOff : done.switchUnknown}</div>
          </div>
          <div class="buttons">
            {!isOn && (
              <button type="button" class="push" onClick={() => void this.openSettings()}>
                {done.openSettings}
              </button>
            )}
            <button type="button" class="push" onClick={() => void this.tryIt()}>
              {done.tryIt}
            </button>
          </div>
          <p class="advice" role="status">
            {answer}
          </p>
        </section>
      </>
    );
  }
}

interface PieceProps {
  readonly name: string;
  readonly note: (SetupStage & { readonly kind: 'done' })['pieces'][number]['note'];
  readonly words: Words;
}

function Piece({ name, note, words }: PieceProps) {
  const state = note === null ? 'ok' : 'attention';
  return (
    <li class="setup-line">
      <Sign state={state} name={words.checkup.states[state]} />
      <div>
        <p>{name}</p>
        {note !== null && <p class="advice">{words.setup.done.notes[note]}</p>}
      </div>
    </li>
  );
}
