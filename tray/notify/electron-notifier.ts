import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Notice, Notifier } from './notifier.ts';

/** What of Electron is needed, so that it is not touched before the first notification: that asks for permission. */
export interface NotificationMaker {
  isSupported(): boolean;
  make(options: NotificationConstructorOptions): Notification;
}

/** While the system asks the person for permission, neither `show` nor `failed` comes. It is not tried in another way then. */
const answerWithinMs = 5000;
/** One that is not closed is held on to: its click would be lost with it. This many are enough. */
const heldMax = 50;

/** Notifications of the system in our own name. */
export class ElectronNotifier implements Notifier {
  readonly name = 'electron';
  private readonly maker: NotificationMaker;
  private readonly refused: (reason: string) => void;
  private readonly held = new Set<Notification>();

  /** @param refused told when the system does not let us, for example without a signature or permission */
  constructor(maker: NotificationMaker, refused: (reason: string) => void) {
    this.maker = maker;
    this.refused = refused;
  }

  notify({ title, body, clicked }: Notice): Promise<'shown' | 'unavailable'> {
    if (!this.maker.isSupported()) return Promise.resolve('unavailable');
    const notification = this.maker.make({ title, body, groupId: 'transfers' });
    this.hold(notification);
    return new Promise((answered) => {
      const timer = setTimeout(() => answered('shown'), answerWithinMs);
      const answer = (what: 'shown' | 'unavailable') => {
        clearTimeout(timer);
        answered(what);
      };
      notification.on('click', () => {
        this.held.delete(notification);
        clicked();
      });
      notification.on('close', () => this.held.delete(notification));
      notification.on('show', () => answer('shown'));
      notification.on('failed', (_event, reason) => {
        this.held.delete(notification);
        this.refused(reason);
        answer('unavailable');
      });
      notification.show();
    });
  }

  dispose(): void {
    this.held.clear();
  }

  private hold(notification: Notification): void {
    this.held.add(notification);
    const oldest = this.held.values().next().value;
    if (this.held.size > heldMax && oldest !== undefined) this.held.delete(oldest);
  }
}
