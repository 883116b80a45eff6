import type { FerryBridge } from '../contract/messages.ts';
import type { TransferSummary } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';
import { Gear } from './glyphs.tsx';
import { ProgressBar } from './progress-bar.tsx';

interface Props {
  readonly summary: TransferSummary;
  readonly words: Words;
  readonly ferry: FerryBridge;
  readonly openSettings: () => void;
}

/** All transfers together, and what can be done with all of them. */
export function Header({ summary, words, ferry, openSettings }: Props) {
  const { activeCount, waitingCount, pausedCount, doneBytes, totalBytes } = summary;
  const { popover } = words;
  const isActive = activeCount > 0;
  const titles = titlesOf(summary, words);
  return (
    <header class="header" data-height>
      <div class="header-line">
        <h1 class="header-title">{titles[0] ?? 'VM Ferry'}</h1>
        <span class="header-also">{titles.slice(1).join(' · ')}</span>
        <span class="header-buttons">
          {isActive || waitingCount > 0 ? (
            <button type="button" class="push" onClick={() => void ferry.request('pauseAll')}>
              {popover.pauseAll}
            </button>
          ) : pausedCount > 0 ? (
            <button type="button" class="push" onClick={() => void ferry.request('continueAll')}>
              {popover.continueAll}
            </button>
          ) : null}
          <button
            type="button"
            class="glyph-button"
            aria-label={popover.openSettings}
            title={popover.openSettings}
            data-opens-settings
            onClick={openSettings}
          >
            <Gear />
          </button>
        </span>
      </div>
      {isActive && (
        <>
          <ProgressBar
            name={popover.allTransfers}
            part={totalBytes > 0 ? doneBytes / totalBytes : null}
            valueText={words.rows.progress(percentOf(summary, words), restOf(summary, words))}
          />
          <div class="facts">
            <span>{percentOf(summary, words)}</span>
            <span class="facts-end">{restOf(summary, words)}</span>
          </div>
        </>
      )}
    </header>
  );
}

function titlesOf({ activeCount, waitingCount, pausedCount, failedCount }: TransferSummary, words: Words) {
  const { popover } = words;
  return [
    ...(activeCount > 0 ? [popover.active(activeCount)] : []),
    ...(waitingCount > 0 ? [popover.waiting(waitingCount)] : []),
    ...(pausedCount > 0 ? [popover.paused(pausedCount)] : []),
    ...(failedCount > 0 ? [popover.failed(failedCount)] : []),
  ];
}

function percentOf({ doneBytes, totalBytes }: TransferSummary, { amounts }: Words): string {
  return amounts.percent(totalBytes > 0 ? doneBytes / totalBytes : 0);
}

function restOf({ bytesPerSecond, secondsLeft }: TransferSummary, { amounts, popover }: Words): string {
  if (bytesPerSecond === 0) return popover.estimating;
  const left = secondsLeft === null ? popover.estimating : popover.timeLeft(amounts.timeLeft(secondsLeft));
  return `${amounts.speed(bytesPerSecond)} · ${left}`;
}
