import type { FerryBridge } from '../contract/messages.ts';
import type { PopoverView } from '../contract/popover-view.ts';
import type { Words } from '../words/words.ts';
import { EmptyState } from './empty-state.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { TransferList } from './transfer-list.tsx';

interface Props {
  readonly view: PopoverView;
  readonly words: Words;
  readonly ferry: FerryBridge;
  readonly openSettings: () => void;
}

export function TransfersView({ view, words, ferry, openSettings }: Props) {
  return (
    <>
      <Header key="header" summary={view.summary} words={words} ferry={ferry} openSettings={openSettings} />
      <main key="transfers" class="scrolls">
        <div data-height>
          <Notices notices={view.notices} words={words} ferry={ferry} />
          {view.transfers.length === 0 ? (
            <EmptyState words={words} />
          ) : (
            <TransferList view={view} words={words} ferry={ferry} />
          )}
        </div>
      </main>
    </>
  );
}
