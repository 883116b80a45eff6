import type { RowAction } from '../contract/popover-view.ts';
import { Cross, Pause, Play } from './glyphs.tsx';

interface Props {
  readonly action: RowAction;
  /** For those who listen: “Pause Ubuntu”. */
  readonly name: string;
  readonly title: string;
  readonly tabIndex: number;
  readonly onClick: () => void;
}

export function GlyphButton({ action, name, title, tabIndex, onClick }: Props) {
  return (
    <button
      type="button"
      class="glyph-button"
      aria-label={name}
      title={title}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      {action === 'pause' ? <Pause /> : action === 'continue' ? <Play /> : <Cross />}
    </button>
  );
}
