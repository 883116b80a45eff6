import { join } from 'node:path';
import { recordFileName } from './transfers/read-transfer.ts';
import { historyMax, type TransferRecord, type TransferState } from './transfers/record.ts';
import { replaceFile } from './transfers/replace-file.ts';
import { logEvent } from './transfers/transfer-log.ts';

/** Design.md section 5: replaced at most four times a second. */
const writeEveryMs = 250;

/**
 * The owner's hand on a record: changes are gathered and written four times a second, changes of state at once and
 * durably. A state folder that cannot be written stops no copy: the record then claims less than was done.
 */
export class RecordKeeper {
  private readonly folder: string;
  private current: TransferRecord;
  private isDirty = false;
  private readonly timer: NodeJS.Timeout;

  constructor(folder: string, record: TransferRecord) {
    this.folder = folder;
    this.current = record;
    this.timer = setInterval(() => this.isDirty && this.write(false), writeEveryMs);
    this.timer.unref();
  }

  get record(): TransferRecord {
    return this.current;
  }

  /** Changes that may wait. */
  change(change: Partial<TransferRecord>): void {
    this.current = { ...this.current, ...change };
    this.isDirty = true;
  }

  /** A new state, written at once. */
  enter(state: TransferState, change: Partial<TransferRecord> = {}): void {
    const at = new Date().toISOString();
    const isNew = state !== this.current.state;
    const history = isNew
      ? [...this.current.history, { state, at }].slice(-historyMax)
      : this.current.history;
    this.current = { ...this.current, detail: '', waitsFor: null, ...change, state, history };
    if (isNew) logEvent(this.folder, 'state', { state });
    this.write(true);
  }

  close(): void {
    clearInterval(this.timer);
    if (this.isDirty) this.write(true);
  }

  private write(isDurable: boolean): void {
    this.isDirty = false;
    this.current = {
      ...this.current,
      revision: this.current.revision + 1,
      updatedAt: new Date().toISOString(),
    };
    try {
      replaceFile(join(this.folder, recordFileName), JSON.stringify(this.current), isDurable);
    } catch (thrown) {
      this.isDirty = true;
      const { code } = thrown as NodeJS.ErrnoException;
      if (code === undefined) throw thrown;
      logEvent(this.folder, 'record not written', { code });
    }
  }
}
