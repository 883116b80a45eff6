import type { Words } from '../words/words.ts';
import { dataPart, stripHeight, stripPath } from './strip-path.ts';

interface Props {
  /** Of the transfer: names the clip. */
  readonly id: string;
  readonly strip: string;
  /** 0 to 1, in the order of the cells. */
  readonly done: number;
  readonly words: Words;
}

/** The picture of a copy: where the disk images hold data, where nothing is, and how much of it has been done. */
export function HoleStrip({ id, strip, done, words }: Props) {
  const length = strip.length;
  const path = stripPath(strip);
  const clip = `done-${id}`;
  const { amounts, rows } = words;
  const text = rows.strip(amounts.percent(dataPart(strip)), amounts.percent(done));
  return (
    <div
      class="strip"
      role="img"
      aria-label={`${rows.stripName}: ${text}`}
      title={`${rows.stripName}: ${text}`}
    >
      <svg
        viewBox={`0 0 ${length} ${stripHeight}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <clipPath id={clip}>
          <rect
            x="0"
            y="0"
            width={(Math.min(1, Math.max(0, done)) * length).toFixed(2)}
            height={stripHeight}
          />
        </clipPath>
        <path d={path} class="strip-data" />
        <path d={path} class="strip-done" clip-path={`url(#${clip})`} />
      </svg>
    </div>
  );
}
