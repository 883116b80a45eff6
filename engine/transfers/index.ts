/**
 * Door 2 of the engine: transfers that outlive a process. Plain Node, no native code, so that the tray can come in.
 *
 * Many may read; one owner writes a transfer's record; anybody may say what they want of it (control). Readers never see
 * half a file. A record from a newer version is shown as such and not touched.
 */

export { type TransferChoices, type TransferControl, writeControl } from './control-file.ts';
export { createTransfer } from './create-transfer.ts';
export { oneAtATime } from './one-at-a-time.ts';
export { isLock, type LockHolder, type OwnerLock } from './owner-lock.ts';
export { plainWish } from './plain-wish.ts';
export { claimQuestion, questionHolder, wasQuestionAsked } from './question.ts';
export { listTransfers, readTransfer, type TransferView, transferIds } from './read-transfer.ts';
export {
  isEnded,
  schemaVersion,
  type TransferError,
  type TransferRecord,
  type TransferRequest,
  type TransferState,
  type TransferWish,
  transferStates,
} from './record.ts';
export { replaceFile } from './replace-file.ts';
export {
  type ChangeAnswer,
  chooseTarget,
  clearTransfer,
  requestCancel,
  requestContinue,
  requestPause,
} from './request-change.ts';
export { stateFolder, transferFolder } from './state-folder.ts';
export { logEvent, logStateEvent } from './transfer-log.ts';
export { type TransferChange, watchTransfers } from './watch-transfers.ts';
