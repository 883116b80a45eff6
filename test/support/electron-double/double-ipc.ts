type Handler = (event: unknown, ...values: unknown[]) => unknown;

/** Electron's `ipcMain`, as far as requests with answers go. */
export class DoubleIpcMain {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  /** For the web contents: a page asks. */
  async ask(channel: string, event: unknown, values: readonly unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...values);
  }
}

/**
 * JSON and back: what crosses between processes is a copy. Stricter than Electron's structured clone, so that contracts stay plain
 * data.
 */
export function acrossProcesses(value: unknown, what: string): unknown {
  const text = JSON.stringify(value, (_key, each: unknown) => {
    const isPlain =
      each === null ||
      ['string', 'number', 'boolean', 'undefined'].includes(typeof each) ||
      Array.isArray(each) ||
      (typeof each === 'object' && Object.getPrototypeOf(each) === Object.prototype);
    if (!isPlain) throw new Error(`An object could not be cloned (${what})`);
    return each;
  });
  return text === undefined ? undefined : JSON.parse(text);
}
