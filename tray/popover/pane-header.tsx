import { FocusOnMount } from './focus-on-mount.tsx';
import { Back } from './glyphs.tsx';

interface Props {
  readonly title: string;
  /** Where the way back leads, for those who do not see the arrow. */
  readonly back: string;
  readonly close: () => void;
}

/** The head of a pane that was opened from another one. */
export function PaneHeader({ title, back, close }: Props) {
  return (
    <header class="header header-settings" data-height>
      <FocusOnMount>
        <button type="button" class="glyph-button" aria-label={back} title={back} onClick={close}>
          <Back />
        </button>
      </FocusOnMount>
      <h1 class="header-title">{title}</h1>
    </header>
  );
}
