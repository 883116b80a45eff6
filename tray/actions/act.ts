import { clearTransfer, requestPause, type TransferView } from '#engine/transfers';
import type { RowAction } from '../contract/popover-view.ts';
import type { Engine } from '../engine/find-engine.ts';
import type { Questions } from '../questions/questions.ts';
import { cancelTransfer, goOnWith } from '../questions/start-transfer.ts';
import { isKnown } from '../transfers/known-transfer.ts';
import { detailsOf } from './details-of.ts';

/** What an action needs of the system. */
export interface ActionHost {
  readonly state: string;
  readonly questions: Questions;
  engine(): Engine | undefined;
  /** Shows it in Finder; a file that is gone is said. */
  showFile(path: string): void;
  openFile(path: string): void;
  copyText(text: string): Promise<void>;
  engineMissing(): void;
}

/** Does what a button of a row says. What is not possible any more does nothing: the row will say so in a moment. */
export async function act(host: ActionHost, view: TransferView, action: RowAction): Promise<void> {
  const { state } = host;
  const record = isKnown(view) ? view.record : undefined;
  switch (action) {
    case 'pause':
      requestPause(state, view.id);
      return;
    case 'continue':
    case 'resume': {
      const engine = host.engine();
      if (engine === undefined) host.engineMissing();
      else void goOnWith(state, engine, view.id);
      return;
    }
    case 'retry':
      if (host.engine() === undefined) host.engineMissing();
      else if (isKnown(view)) host.questions.retry(view);
      return;
    case 'cancel':
      if (isKnown(view) && view.state === 'needs-target') host.questions.cancel(view.id);
      else await cancelTransfer(state, host.engine(), view.id);
      return;
    case 'show-source':
      if (record !== undefined) host.showFile(record.request.source);
      return;
    case 'show-target':
      if (record?.target != null) host.showFile(record.target);
      return;
    case 'open-target':
      if (record?.target != null) host.openFile(record.target);
      return;
    case 'copy-details':
      await host.copyText(detailsOf(view));
      return;
    case 'clear':
      await clear(host, view);
  }
}

/** One that left an unfinished copy is cancelled first, which removes it. */
async function clear({ state, engine }: ActionHost, view: TransferView): Promise<void> {
  if (clearTransfer(state, view.id).kind !== 'unfinished') return;
  await cancelTransfer(state, engine(), view.id);
  clearTransfer(state, view.id);
}
