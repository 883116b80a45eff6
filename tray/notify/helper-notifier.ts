import { harmlessText } from './harmless-text.ts';
import type { Notice, Notifier } from './notifier.ts';

/** What is used of node-notifier's notifiers. */
export interface HelperProgram {
  notify(options: object, answered: (error: unknown, response: unknown) => void): unknown;
}

/** A helper that does not answer by then hangs, or waits for a click. */
const answerWithinMs = 15_000;

/**
 * Notifications through the helper programs that node-notifier knows: notify-send on Linux, terminal-notifier on Macs that run it
 * natively. Its traps (tray.md §3): it throws at once where the helper cannot run, `err` is '' on success, a timeout takes the
 * notification away again, events go to the latest one only, so the callback is used.
 */
export class HelperNotifier implements Notifier {
  readonly name = 'node-notifier';
  private readonly load: () => Promise<HelperProgram>;
  private readonly asBody: (text: string) => string;

  /**
   * @param load loads node-notifier when it is first needed
   * @param asBody writes plain text as the helper wants a body; see textForNotifySend
   */
  constructor(load: () => Promise<HelperProgram>, asBody: (text: string) => string = (text) => text) {
    this.load = load;
    this.asBody = asBody;
  }

  async notify(notice: Notice): Promise<'shown' | 'unavailable'> {
    try {
      const notifier = await this.load();
      return await new Promise((answered) => {
        const timer = setTimeout(() => answered('unavailable'), answerWithinMs);
        const options = {
          title: harmlessText(notice.title),
          // It refuses an empty one.
          message: this.asBody(harmlessText(notice.body)) || ' ',
          timeout: false,
          wait: false,
          'app-name': 'VM Ferry',
        } as const;
        notifier.notify(options, (error: unknown, response: unknown) => {
          clearTimeout(timer);
          if (response === 'activate') notice.clicked();
          answered(error === null || error === undefined || error === '' ? 'shown' : 'unavailable');
        });
      });
    } catch {
      return 'unavailable';
    }
  }

  dispose(): void {}
}
