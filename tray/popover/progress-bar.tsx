interface Props {
  readonly name: string;
  /** 0 to 1; null while it cannot be known. */
  readonly part: number | null;
  readonly valueText: string;
  readonly looks?: 'moving' | 'standing' | 'failed';
}

export function ProgressBar({ name, part, valueText, looks = 'moving' }: Props) {
  const percent = part === null ? undefined : Math.floor(Math.min(1, Math.max(0, part)) * 100);
  return (
    <div
      class={`bar bar-${looks}${part === null ? ' bar-unknown' : ''}`}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
    >
      <div class="bar-done" style={{ width: `${(Math.min(1, part ?? 0) * 100).toFixed(2)}%` }} />
    </div>
  );
}
