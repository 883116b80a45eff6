import { EventEmitter } from 'node:events';
import type { Notification } from 'electron';
import { describe, expect, it } from 'vitest';
import { ElectronNotifier } from '../../../tray/notify/electron-notifier.ts';
import { harmlessText } from '../../../tray/notify/harmless-text.ts';
import { HelperNotifier } from '../../../tray/notify/helper-notifier.ts';
import { notifyByFirst } from '../../../tray/notify/notifier.ts';

/** A notification that answers as it is told; no AppKit behind it. */
function electronThat(answer: 'show' | 'failed', isSupported = true) {
  const made: EventEmitter[] = [];
  const refusals: string[] = [];
  const notifier = new ElectronNotifier(
    {
      isSupported: () => isSupported,
      make: () => {
        const notification = new EventEmitter();
        made.push(notification);
        const show = () => queueMicrotask(() => notification.emit(answer, {}, 'not allowed'));
        return Object.assign(notification, { show }) as unknown as Notification;
      },
    },
    (reason) => refusals.push(reason),
  );
  return { notifier, made, refusals };
}

const notice = (clicked = () => {}) => ({ title: 't', body: 'b', clicked });

describe('Electron’s notifications', () => {
  it('are shown, and their click arrives', async () => {
    let clicks = 0;
    const { notifier, made } = electronThat('show');
    expect(await notifier.notify(notice(() => clicks++))).toBe('shown');
    made[0]?.emit('click');
    expect(clicks).toBe(1);
  });

  it('that the system refuses leave it to the next way, and say why', async () => {
    const { notifier, refusals } = electronThat('failed');
    const next = new HelperNotifier(async () => ({ notify: (_options, answered) => answered('', '') }));
    expect(await notifyByFirst([notifier, next], notice())).toBe('node-notifier');
    expect(refusals).toEqual(['not allowed']);
  });

  it('that are not supported here are not even made', async () => {
    const { notifier, made } = electronThat('show', false);
    expect(await notifier.notify(notice())).toBe('unavailable');
    expect(made).toEqual([]);
  });
});

describe('node-notifier’s helpers', () => {
  const answers = (error: unknown, response = '') =>
    new HelperNotifier(async () => ({ notify: (_options, answered) => answered(error, response) }));

  it('have shown it when they answer without an error, which is an empty text for one of them', async () => {
    expect(await answers('').notify(notice())).toBe('shown');
    expect(await answers(null).notify(notice())).toBe('shown');
    expect(await answers(new Error('spawn EBADARCH')).notify(notice())).toBe('unavailable');
  });

  it('that throw at once, as where the helper cannot run, are no accident', async () => {
    const throws = new HelperNotifier(async () => ({
      notify: () => {
        throw new Error('spawn Unknown system error -86');
      },
    }));
    expect(await throws.notify(notice())).toBe('unavailable');
    const missing = new HelperNotifier(async () => Promise.reject(new Error('no module')));
    expect(await notifyByFirst([throws, missing], notice())).toBeUndefined();
  });

  it('tell a click in their own word', async () => {
    let clicks = 0;
    await answers(null, 'activate').notify(notice(() => clicks++));
    await answers(null, 'timeout').notify(notice(() => clicks++));
    expect(clicks).toBe(1);
  });
});

it('text for other programs holds no controls, begins with no dash, and ends', () => {
  expect(harmlessText('-u critical')).toBe(' -u critical');
  expect(harmlessText('a\u001b[31mred\nb\u0000')).toBe('a [31mred b');
  expect([...harmlessText('🛳'.repeat(1000))]).toHaveLength(256);
});
