import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import type { World } from './world.ts';

/** Electron's `Notification`: the system shows it, or says in its words why not. */
export class DoubleNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  private readonly world: World;

  constructor(world: World, options: NotificationConstructorOptions = {}) {
    super();
    this.world = world;
    this.options = options;
  }

  show(): void {
    this.world.notifications.push(this);
    const answer = this.world.notificationAnswer;
    queueMicrotask(() => this.emit(answer, {}, 'Notifications are not allowed for this application'));
  }

  close(): void {
    this.emit('close', {});
  }
}
