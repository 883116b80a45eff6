import type { ComponentChildren } from 'preact';
import type { TransferRow } from '../contract/popover-view.ts';
import { failureText } from '../words/failure-words.ts';
import { visibleText } from '../words/visible-name.ts';
import type { Words } from '../words/words.ts';
import { Check, Warning } from './glyphs.tsx';
import { bytesText, paceText, stateText } from './row-text.ts';

interface Props {
  readonly row: TransferRow;
  readonly words: Words;
}

/** The lines below the bar: how far it is, how it ended, or what went wrong. */
export function RowFacts({ row, words }: Props) {
  return (
    <>
      {lines(row, words)}
      {row.metadataLosses > 0 && (
        <div class="facts facts-attention">{words.rows.metadataLosses(row.metadataLosses)}</div>
      )}
      {row.warnings.length > 0 && (
        <details class="remarks">
          <summary>{words.rows.warnings(row.warnings.length)}</summary>
          <ul>
            {row.warnings.map((warning) => (
              <li key={warning}>{visibleText(warning)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function lines(row: TransferRow, words: Words): ComponentChildren {
  const { rows, amounts } = words;
  switch (row.state) {
    case 'done':
      return <Done row={row} words={words} />;
    case 'failed':
      return <Failure row={row} words={words} />;
    case 'copying':
      return row.waitsFor === null ? (
        <Facts start={bytesText(row, words)} end={paceText(row, words)} />
      ) : (
        <Facts start={stateText(row, words)} end={bytesText(row, words)} />
      );
    case 'verifying':
    case 'flushing':
      return <Facts start={stateText(row, words)} end={paceText(row, words) || bytesText(row, words)} />;
    case 'paused':
      return (
        <Facts
          start={
            row.doneBytes > 0
              ? rows.pausedAt(amounts.size(row.doneBytes), amounts.size(row.totalBytes))
              : rows.pausedBeforeStart
          }
        />
      );
    case 'interrupted':
      return (
        <>
          <Facts start={stateText(row, words)} end={bytesText(row, words)} isAttention />
          {row.waitsFor === null && <p class="advice">{rows.interrupted}</p>}
        </>
      );
    case 'newer':
    case 'damaged':
    case 'cancelled':
      return (
        <>
          <Facts start={rows.states[row.state]} end={momentOf(row, words)} />
          <p class="advice">{rows[row.state]}</p>
        </>
      );
    default:
      return <Facts start={stateText(row, words)} />;
  }
}

interface FactsProps {
  readonly start: string;
  readonly end?: string;
  readonly isAttention?: boolean;
}
function Facts({ start, end = '', isAttention = false }: FactsProps) {
  return (
    <div class={`facts${isAttention ? ' facts-attention' : ''}`}>
      <span>{start}</span>
      {end !== '' && <span class="facts-end">{end}</span>}
    </div>
  );
}

function Done({ row, words }: Props) {
  const { rows, amounts } = words;
  const how = row.method === 'clone' ? rows.cloned : row.method === 'rename' ? rows.renamed : '';
  return (
    <>
      <div class="facts">
        <span>
          {row.isVerified && (
            <span class="verified">
              <Check />
              {rows.verified}
            </span>
          )}
          {rows.took(amounts.size(row.logicalBytes), amounts.duration(row.durationMs))}
        </span>
        <span class="facts-end">{momentOf(row, words)}</span>
      </div>
      {row.savedBytes > 0 && <div class="facts">{rows.saved(amounts.size(row.savedBytes))}</div>}
      {how !== '' && <div class="facts">{how}</div>}
    </>
  );
}

function Failure({ row, words }: Props) {
  const { failure } = row;
  if (failure === null) return <Facts start={words.rows.states.failed} />;
  const { title, advice } = failureText(words.failures, failure);
  return (
    <>
      <div class="facts failure">
        <span>
          <Warning />
          {title}
        </span>
        <span class="facts-end">{momentOf(row, words)}</span>
      </div>
      <p class="advice">
        {words.failures.together([
          ...(failure.missingBytes === null
            ? []
            : [words.failures.missing(words.amounts.size(failure.missingBytes))]),
          advice,
          ...(failure.canResume ? [words.failures.canResume] : []),
        ])}
      </p>
    </>
  );
}

function momentOf({ endedAtMs }: TransferRow, { amounts }: Words): string {
  return endedAtMs === null ? '' : amounts.moment(endedAtMs, Date.now());
}
