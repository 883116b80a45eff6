import { describe, expect, it } from 'vitest';
import { chooseNotifiers, macosMajorOf, type NotifyHost } from '../../../tray/notify/choose-notifiers.ts';

const mac: NotifyHost = {
  platform: 'darwin',
  architecture: 'x64',
  isTranslated: false,
  macosMajor: 15,
  helperIsBundle: true,
  helperArchitectures: ['x64'],
  isElectronRefused: false,
  hasNotifySend: false,
};

describe('how a notification is shown', () => {
  it('on a Mac: in our own name first, by the helper where it runs natively', () => {
    expect(chooseNotifiers(mac)).toEqual(['electron', 'node-notifier']);
    expect(chooseNotifiers({ ...mac, isElectronRefused: true })).toEqual(['node-notifier']);
  });

  it.each([
    ['on Apple silicon', { architecture: 'arm64' }],
    ['through Rosetta', { isTranslated: true }],
    ['on a macOS without Rosetta', { macosMajor: 27 }],
    ['from inside an archive, where only the program would come out', { helperIsBundle: false }],
    ['when it is not there', { helperArchitectures: [] }],
  ] as const)('never by the helper %s', (_where, change) => {
    expect(chooseNotifiers({ ...mac, ...change })).toEqual(['electron']);
    expect(chooseNotifiers({ ...mac, ...change, isElectronRefused: true })).toEqual([]);
  });

  it('by a helper of the person’s own on Apple silicon', () => {
    const own = { ...mac, architecture: 'arm64', helperArchitectures: ['x64', 'arm64'] as const };
    expect(chooseNotifiers(own)).toContain('node-notifier');
  });

  it('on Linux through notify-send, and by Electron without it', () => {
    expect(chooseNotifiers({ ...mac, platform: 'linux', hasNotifySend: true })).toEqual(['node-notifier']);
    expect(chooseNotifiers({ ...mac, platform: 'linux' })).toEqual(['electron']);
  });
});

it('the version of macOS follows from that of its kernel', () => {
  expect(['22.6.0', '24.1.0', '25.0.0', '26.1.0'].map(macosMajorOf)).toEqual([13, 15, 26, 27]);
});
