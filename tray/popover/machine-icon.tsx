import type { RowState } from '../contract/popover-view.ts';

interface Props {
  /** A data: URL; null: a screen on a stand. */
  readonly icon: string | null;
  readonly state: RowState;
}

export function MachineIcon({ icon, state }: Props) {
  return (
    <div class={`machine machine-${state}`} aria-hidden="true">
      {icon === null ? (
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <rect x="2.5" y="5" width="27" height="18.5" rx="3" class="machine-case" />
          <rect x="4.75" y="7.25" width="22.5" height="14" rx="1.25" class="machine-screen" />
          <path d="M13 23.5h6l.8 3.5h-7.6zM10.5 26.5h11v1.4h-11z" class="machine-case" />
        </svg>
      ) : (
        <img src={icon} alt="" draggable={false} />
      )}
    </div>
  );
}
