import type { MachineFacts } from '../transfers/machine-facts.ts';

/** A person does not look at more VMs than this in one life of the app. */
const machinesMax = 200;

/** What is known of VMs by the path of their bundles. Each is inspected once, one after the other, and not again. */
export class MachineShelf {
  private readonly known = new Map<string, MachineFacts | undefined>();
  private readonly inspect: (source: string) => Promise<MachineFacts | undefined>;
  private readonly learned: () => void;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param learned told when something new is known */
  constructor(inspect: (source: string) => Promise<MachineFacts | undefined>, learned: () => void) {
    this.inspect = inspect;
    this.learned = learned;
  }

  get(source: string): MachineFacts | undefined {
    return this.known.get(source);
  }

  /** Finds out about a VM, unless it has been asked for already. */
  want(source: string): Promise<MachineFacts | undefined> {
    if (this.known.has(source)) return this.queue.then(() => this.known.get(source));
    this.known.set(source, undefined);
    const oldest = this.known.keys().next().value;
    if (this.known.size > machinesMax && oldest !== undefined) this.known.delete(oldest);
    const found = this.queue.then(() => this.inspect(source));
    this.queue = found.then((facts) => {
      this.known.set(source, facts);
      if (facts !== undefined) this.learned();
    });
    return found;
  }
}
