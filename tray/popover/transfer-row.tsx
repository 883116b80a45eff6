import { Component } from 'preact';
import type { FerryBridge } from '../contract/messages.ts';
import type { TransferRow as Row, RowAction } from '../contract/popover-view.ts';
import { visibleText } from '../words/visible-name.ts';
import type { Words } from '../words/words.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmCancel } from './confirm-cancel.tsx';
import { GlyphButton } from './glyph-button.tsx';
import { HoleStrip } from './hole-strip.tsx';
import { MachineIcon } from './machine-icon.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { Question } from './question.tsx';
import { RowFacts } from './row-facts.tsx';
import { RowName } from './row-name.tsx';
import { progressText, stateText } from './row-text.ts';

interface Props {
  readonly row: Row;
  readonly words: Words;
  readonly isCurrent: boolean;
  readonly isConfirming: boolean;
  readonly act: (row: Row, action: RowAction) => void;
  readonly endConfirm: (row: Row, isSure: boolean) => void;
  readonly ferry: FerryBridge;
}

/** Small signs at the right of a row; everything else is a button with words below it. */
const asGlyphs: ReadonlySet<RowAction> = new Set(['pause', 'continue', 'cancel', 'clear']);

export class TransferRow extends Component<Props> {
  /** Rows that did not change are the same objects (keep-unchanged.ts). */
  override shouldComponentUpdate(next: Props): boolean {
    return (['row', 'words', 'isCurrent', 'isConfirming'] as const).some(
      (key) => next[key] !== this.props[key],
    );
  }

  override render({ row, words, isCurrent, isConfirming, act, endConfirm, ferry }: Props) {
    const tabIndex = isCurrent ? 0 : -1;
    const state = stateText(row, words);
    const glyphs = row.actions.filter((action) => asGlyphs.has(action));
    const buttons = row.question === null ? row.actions.filter((action) => !asGlyphs.has(action)) : [];
    return (
      <li
        class={`row row-${row.state}`}
        data-row={row.id}
        tabIndex={tabIndex}
        aria-label={words.rows.rowName(row.verb, row.name, state)}
      >
        <MachineIcon icon={row.icon} state={row.state} />
        <div class="row-body">
          <div class="row-head">
            <RowName name={row.name} path={row.source} />
            {glyphs.map((action) => (
              <GlyphButton
                key={action}
                action={action}
                name={words.rows.actionOn(action, row.name)}
                title={words.rows.actions[action]}
                tabIndex={tabIndex}
                onClick={() => act(row, action)}
              />
            ))}
          </div>
          <Places row={row} words={words} />
          {showsProgress(row) && (
            <ProgressBar
              name={visibleText(row.name)}
              part={row.totalBytes > 0 ? row.doneBytes / row.totalBytes : null}
              valueText={progressText(row, words)}
              looks={looksOf(row)}
            />
          )}
          {showsProgress(row) && row.strip !== '' && (
            <HoleStrip id={row.id} strip={row.strip} done={row.stripDone} words={words} />
          )}
          {row.question === null && <RowFacts row={row} words={words} />}
          {isConfirming ? (
            <ConfirmCancel
              verb={row.verb}
              name={row.name}
              words={words}
              tabIndex={tabIndex}
              end={(isSure) => endConfirm(row, isSure)}
            />
          ) : row.question !== null ? (
            <Question row={row} question={row.question} words={words} tabIndex={tabIndex} ferry={ferry} />
          ) : (
            buttons.length > 0 && (
              <div class="buttons">
                {buttons.map((action) => (
                  <ActionButton
                    key={action}
                    action={action}
                    name={row.name}
                    words={words}
                    tabIndex={tabIndex}
                    onClick={() => act(row, action)}
                  />
                ))}
              </div>
            )
          )}
        </div>
      </li>
    );
  }
}

function Places({ row, words }: Pick<Props, 'row' | 'words'>) {
  const { sourcePlace, targetPlace, targetFolder } = row;
  return (
    <div class="places">
      <span class="only-spoken">{words.rows.places(sourcePlace, targetPlace)}</span>
      <span class="place" aria-hidden="true" title={visibleText(row.source)}>
        <bdi>{visibleText(sourcePlace)}</bdi>
      </span>
      {targetPlace !== null && (
        <span class="place-target" aria-hidden="true">
          <span class="places-arrow" />
          <span class="place" title={targetFolder === null ? undefined : visibleText(targetFolder)}>
            <bdi>{visibleText(targetPlace)}</bdi>
          </span>
        </span>
      )}
    </div>
  );
}

function showsProgress({ state, question, doneBytes }: Row): boolean {
  if (question !== null) return false;
  if (['paused', 'interrupted', 'failed'].includes(state)) return doneBytes > 0;
  return !['needs-target', 'queued', 'done', 'cancelled', 'newer', 'damaged'].includes(state);
}

function looksOf({ state, waitsFor }: Row): 'moving' | 'standing' | 'failed' {
  if (state === 'failed') return 'failed';
  return state === 'paused' || state === 'interrupted' || waitsFor !== null ? 'standing' : 'moving';
}
