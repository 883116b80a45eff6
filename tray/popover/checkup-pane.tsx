import { Component } from 'preact';
import type { CheckupView, FindingState } from '../contract/checkup-view.ts';
import type { FerryBridge } from '../contract/messages.ts';
import type { CheckupWords } from '../words/checkup-words.ts';
import type { Words } from '../words/words.ts';
import { FindingRow } from './finding-row.tsx';
import { PaneHeader } from './pane-header.tsx';

interface Props {
  readonly words: Words;
  readonly ferry: FerryBridge;
  readonly close: () => void;
}
interface State {
  /** Null while it is being looked. */
  readonly view: CheckupView | 'failed' | null;
  readonly isCopied: boolean;
}

/** Whether everything works, and what to do about what does not. Looks when it is opened, and when it is asked again. */
export class CheckupPane extends Component<Props, State> {
  override state: State = { view: null, isCopied: false };

  override componentDidMount(): void {
    void this.look();
  }

  private readonly look = async (): Promise<void> => {
    this.setState({ view: null, isCopied: false });
    const view = await this.props.ferry.request('examine').catch(() => 'failed' as const);
    this.setState({ view });
  };

  private readonly copy = (): void => {
    void this.props.ferry.request('copyReport');
    this.setState({ isCopied: true });
  };

  override render({ words, ferry, close }: Props, { view, isCopied }: State) {
    const { checkup } = words;
    const isExamined = view !== null && view !== 'failed' && view.kind === 'examined';
    return (
      <>
        <PaneHeader key="checkup-header" title={checkup.title} back={checkup.back} close={close} />
        <main key="checkup" class="scrolls">
          <div class="settings" data-height>
            <p class="checkup-summary" role="status">
              {summaryOf(view, checkup)}
            </p>
            {isExamined && (
              <ul class="group findings">
                {view.findings.map((finding) => (
                  <FindingRow key={finding.name} finding={finding} words={checkup} ferry={ferry} />
                ))}
              </ul>
            )}
            <div class="settings-end">
              <button type="button" class="push" disabled={view === null} onClick={() => void this.look()}>
                {checkup.again}
              </button>
              {isExamined && (
                <button type="button" class="push" onClick={this.copy}>
                  {isCopied ? checkup.copied : checkup.copyReport}
                </button>
              )}
            </div>
          </div>
        </main>
      </>
    );
  }
}

function summaryOf(view: State['view'], words: CheckupWords): string {
  if (view === null) return words.looking;
  if (view === 'failed') return words.failed;
  if (view.kind === 'not-here') return words.notHere;
  const count = (state: FindingState) => view.findings.filter((finding) => finding.state === state).length;
  const [broken, needing] = [count('broken'), count('attention')];
  if (broken === 0 && needing === 0) return words.allWell;
  return [
    ...(broken > 0 ? [words.broken(broken)] : []),
    ...(needing > 0 ? [words.needsYou(needing)] : []),
  ].join(' ');
}
