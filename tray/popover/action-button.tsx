import { Component } from 'preact';
import type { RowAction } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';

interface Props {
  readonly action: RowAction;
  readonly name: string;
  readonly words: Words;
  readonly tabIndex: number;
  readonly onClick: () => void;
}

/** A button with words. Copying shows nothing elsewhere, so the button says that it is done until one turns away from it. */
export class ActionButton extends Component<Props, { readonly isCopied: boolean }> {
  override state = { isCopied: false };
  private readonly forget = (): void => this.setState({ isCopied: false });

  override render(
    { action, name, words, tabIndex, onClick }: Props,
    { isCopied }: { readonly isCopied: boolean },
  ) {
    const { rows, questions } = words;
    const isWayOn = action === 'resume' || action === 'retry';
    return (
      <button
        type="button"
        class={`push${isWayOn ? ' push-default' : ''}`}
        aria-label={isCopied ? questions.answerOn(rows.copied, name) : rows.actionOn(action, name)}
        tabIndex={tabIndex}
        onBlur={this.forget}
        onPointerLeave={this.forget}
        onClick={() => {
          onClick();
          if (action === 'copy-details') this.setState({ isCopied: true });
        }}
      >
        {isCopied ? rows.copied : rows.actions[action]}
      </button>
    );
  }
}
