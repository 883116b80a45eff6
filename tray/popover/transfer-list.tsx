import { Component } from 'preact';
import type { FerryBridge } from '../contract/messages.ts';
import type { PopoverView, TransferRow as Row, RowState } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';
import { keyDeed } from './key-deed.ts';
import { TransferRow } from './transfer-row.tsx';

interface Props {
  readonly view: PopoverView;
  readonly words: Words;
  readonly ferry: FerryBridge;
}
interface State {
  /** The one row that Tab reaches; the arrows go to the others. */
  readonly currentId: string | null;
  /** The row that asks whether it should really be cancelled. */
  readonly confirmingId: string | null;
}

const ended: ReadonlySet<RowState> = new Set(['done', 'cancelled']);

/** One list for all, so that a row stays the same element from its question to its end. */
export class TransferList extends Component<Props, State> {
  override state: State = { currentId: null, confirmingId: null };
  private list: HTMLUListElement | null = null;

  override componentDidMount(): void {
    this.goToAsked(null);
  }

  override componentDidUpdate(before: Props): void {
    this.goToAsked(before.view.focusId);
  }

  /** A notification was clicked: its row is what the person came for. */
  private goToAsked(beforeId: string | null): void {
    const { focusId } = this.props.view;
    if (focusId !== null && focusId !== beforeId) this.focusRow(focusId);
  }

  private focusRow(id: string): void {
    const row = [...(this.list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].find(
      (each) => each.dataset.row === id,
    );
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  private readonly act = (row: Row, action: Row['actions'][number]): void => {
    if (action === 'cancel' && losesWork(row)) this.setState({ confirmingId: row.id });
    else void this.props.ferry.request('act', row.id, action);
  };

  private readonly endConfirm = (row: Row, isSure: boolean): void => {
    this.setState({ confirmingId: null }, () => this.focusRow(row.id));
    if (isSure) void this.props.ferry.request('act', row.id, 'cancel');
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const rows = this.props.view.transfers;
    const target = event.target as HTMLElement;
    const rowId = target.closest<HTMLElement>('[data-row]')?.dataset.row;
    const index = rows.findIndex((row) => row.id === rowId);
    const deed = keyDeed(event.key, {
      rows,
      index,
      isOnRow: target.dataset.row !== undefined,
      isConfirming: this.state.confirmingId !== null,
    });
    if (deed === null) return;
    event.preventDefault();
    if (deed.kind === 'go') this.focusRow(deed.id);
    else if (deed.kind === 'act') this.act(deed.row, deed.action);
    else if (deed.kind === 'end-confirm') this.endConfirm({ ...deed.row }, false);
    else target.closest('[data-row]')?.querySelector<HTMLElement>('button.push')?.focus();
  };

  private readonly onFocusIn = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row;
    if (id !== undefined && id !== this.state.currentId) this.setState({ currentId: id });
  };

  override render({ view, words, ferry }: Props, { currentId, confirmingId }: State) {
    const { transfers, hiddenCount } = view;
    const current = transfers.some((row) => row.id === currentId) ? currentId : transfers[0]?.id;
    const firstEnded = transfers.findIndex((row) => ended.has(row.state));
    return (
      <ul
        class="list"
        // biome-ignore lint/a11y/noRedundantRoles: without bullets WebKit-made trees drop the role
        role="list"
        tabIndex={-1}
        aria-label={words.popover.transfersList}
        data-focus-first
        ref={(list) => {
          this.list = list;
        }}
        onKeyDown={this.onKey}
        onFocusIn={this.onFocusIn}
      >
        {transfers.flatMap((row, index) => [
          ...(index === firstEnded ? [<EndedHeading key=":ended" words={words} ferry={ferry} />] : []),
          <TransferRow
            key={row.id}
            row={row}
            words={words}
            isCurrent={row.id === current}
            isConfirming={row.id === confirmingId}
            act={this.act}
            endConfirm={this.endConfirm}
            ferry={ferry}
          />,
        ])}
        {hiddenCount > 0 && (
          <li key=":more" class="list-more">
            {words.popover.moreEnded(hiddenCount)}
          </li>
        )}
      </ul>
    );
  }
}

function EndedHeading({ words, ferry }: Pick<Props, 'words' | 'ferry'>) {
  return (
    <li class="list-heading">
      <h2>{words.popover.ended}</h2>
      <button type="button" class="push push-quiet" onClick={() => void ferry.request('clearHistory')}>
        {words.popover.clearHistory}
      </button>
    </li>
  );
}

/** A cancel that costs nothing needs no second question. */
function losesWork({ state, doneBytes }: Row): boolean {
  return doneBytes > 0 && state !== 'needs-target' && state !== 'queued';
}
