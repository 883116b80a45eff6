import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { readTransfer, type TransferView, transferIds } from './read-transfer.ts';
import { makeStateFolder, transferFolder } from './state-folder.ts';

/** Changes that come together are told together: a writer at full rate replaces its record four times a second. */
const settleMs = 40;
/** An owner that dies changes no file; while there are owners, they are looked for this often. */
const ownersAliveMs = 2000;

/** A change of one transfer; `view` is undefined when it was cleared. */
export interface TransferChange {
  readonly id: string;
  readonly view: TransferView | undefined;
}

/**
 * Tells all transfers once, and then each change of any, as whole valid snapshots in the order in which they happened.
 * Sleeps in between: no polling while nobody owns a transfer.
 *
 * @param changed told at least one change
 * @returns ends the watch
 */
export function watchTransfers(
  state: string,
  changed: (changes: readonly TransferChange[]) => void,
): () => void {
  makeStateFolder(state);
  const watcher = new TransferWatcher(state, changed);
  watcher.start();
  return () => watcher.stop();
}

class TransferWatcher {
  private readonly state: string;
  private readonly changed: (changes: readonly TransferChange[]) => void;
  private readonly known = new Map<string, KnownTransfer>();
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly touched = new Set<string>();
  private folderWatcher: FSWatcher | undefined;
  private settling: NodeJS.Timeout | undefined;
  private ownersTimer: NodeJS.Timeout | undefined;

  constructor(state: string, changed: (changes: readonly TransferChange[]) => void) {
    this.state = state;
    this.changed = changed;
  }

  start(): void {
    this.folderWatcher = watch(join(this.state, 'transfers'), () => this.touchAll());
    this.touchAll();
    this.tell();
  }

  stop(): void {
    clearTimeout(this.settling);
    clearInterval(this.ownersTimer);
    this.folderWatcher?.close();
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  /** Ids that came or went. */
  private touchAll(): void {
    const ids = new Set(transferIds(this.state));
    for (const id of ids) if (!this.known.has(id)) this.touch(id);
    for (const id of [...this.known.keys(), ...this.watchers.keys()]) if (!ids.has(id)) this.touch(id);
  }

  private touch(id: string): void {
    this.touched.add(id);
    this.settling ??= setTimeout(() => this.tell(), settleMs);
  }

  private tell(): void {
    clearTimeout(this.settling);
    this.settling = undefined;
    const ids = [...this.touched].sort();
    this.touched.clear();
    const changes = ids.flatMap((id) => this.look(id));
    this.watchOwners();
    if (changes.length > 0) this.changed(changes);
  }

  private look(id: string): TransferChange[] {
    this.follow(id);
    const view = readTransfer(this.state, id);
    const before = this.known.get(id);
    if (view === undefined) {
      this.known.delete(id);
      // One that is being made has its folder before its record, on a busy drive for long: it goes on being followed.
      if (!existsSync(transferFolder(this.state, id))) this.unfollow(id);
      return before === undefined ? [] : [{ id, view }];
    }
    const now = knownOf(view);
    this.known.set(id, now);
    if (hasClosed(now)) this.unfollow(id);
    const isKnown =
      before?.revision === now.revision && before.state === now.state && before.isOwned === now.isOwned;
    return isKnown ? [] : [{ id, view }];
  }

  /** Ended transfers are not followed: a thousand of them must cost nothing. */
  private follow(id: string): void {
    if (this.watchers.has(id) || hasClosed(this.known.get(id))) return;
    try {
      const watcher = watch(transferFolder(this.state, id), () => this.touch(id));
      watcher.on('error', () => this.touch(id));
      this.watchers.set(id, watcher);
    } catch {
      // It is gone already, which the look that follows finds out.
    }
  }

  private unfollow(id: string): void {
    this.watchers.get(id)?.close();
    this.watchers.delete(id);
  }

  private watchOwners(): void {
    const owned = () => [...this.known].flatMap(([id, { isOwned }]) => (isOwned ? [id] : []));
    if (owned().length === 0) {
      clearInterval(this.ownersTimer);
      this.ownersTimer = undefined;
      return;
    }
    this.ownersTimer ??= setInterval(() => {
      for (const id of owned()) this.touch(id);
    }, ownersAliveMs);
  }
}

/** What of a transfer was told last: enough to know whether there is anything new. */
interface KnownTransfer {
  readonly revision: number;
  /** The transfer's state, or `newer` and `damaged` for what cannot be read. */
  readonly state: string;
  /** Whether an owner is at work, whose death would change no file. */
  readonly isOwned: boolean;
}

function knownOf(view: TransferView): KnownTransfer {
  if (view.kind !== 'transfer') return { revision: -1, state: view.kind, isOwned: false };
  const isOwned = view.owner !== undefined;
  return { revision: view.record.revision, state: view.state, isOwned };
}

/** Nothing more happens to these but that they are cleared; a failed one may still be resumed. */
function hasClosed(known: KnownTransfer | undefined): boolean {
  return known?.state === 'done' || known?.state === 'cancelled';
}
