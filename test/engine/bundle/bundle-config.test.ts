import { describe, expect, it } from 'vitest';
import type { BundleConfig } from '../../../engine/bundle/bundle-config.ts';
import { parseConfig } from '../../../engine/bundle/read-config.ts';
import { configBytes, type SampleName, sampleImage, sampleNames } from '../../support/sample-configs.ts';

const expected: Readonly<Record<SampleName, Partial<BundleConfig>>> = {
  'Apple macOS 4': {
    name: 'Sequoia',
    backend: 'Apple',
    configurationVersion: 4,
    uuid: '11111111-2222-4333-8444-555555555555',
    icon: 'mac',
    guestSystem: 'macOS',
    architecture: 'aarch64',
    memoryMib: 8192,
    cpuCount: 4,
    macAddresses: ['aa:bb:cc:00:11:22'],
  },
  'Apple Linux 4': {
    name: 'Linux',
    backend: 'Apple',
    guestSystem: 'Linux',
    // 0 is UTM's word for "as many as fit".
    cpuCount: undefined,
    macAddresses: ['aa:bb:cc:00:11:22', 'AA:BB:CC:00:11:33'],
  },
  'QEMU 4': {
    name: 'Ubuntu',
    backend: 'QEMU',
    configurationVersion: 4,
    icon: 'ubuntu',
    guestSystem: undefined,
    memoryMib: 4096,
    macAddresses: ['52:54:00:AB:CD:EF'],
  },
  'Apple 3': {
    name: 'Old Apple',
    backend: 'Apple',
    configurationVersion: 3,
    uuid: undefined,
    guestSystem: 'macOS',
    architecture: 'arm64',
    memoryMib: 4096,
    macAddresses: ['0a:0b:0c:0d:0e:0f'],
  },
  'QEMU 2': {
    name: undefined,
    backend: 'QEMU',
    configurationVersion: 2,
    uuid: '88888888-2222-4333-8444-555555555555',
    icon: 'windows',
    architecture: 'x86_64',
    memoryMib: 2048,
    macAddresses: ['52:54:00:11:22:33'],
  },
  'QEMU 1': {
    backend: 'QEMU',
    configurationVersion: 1,
    architecture: 'ppc',
    memoryMib: 512,
    uuid: undefined,
    macAddresses: [],
  },
};

describe('a config', () => {
  it.each(sampleNames)('is understood, XML and binary alike: %s', (name) => {
    for (const format of ['xml', 'binary'] as const) {
      const answer = parseConfig(configBytes(name, format));
      const config = 'config' in answer ? answer.config : undefined;
      expect(config).toMatchObject(expected[name]);
      const imageName = sampleImage(name).split('/')[1];
      expect(config?.drives).toEqual([{ imageName, isReadOnly: false }]);
    }
  });

  it('of a newer UTM is said to be one, and not guessed at', () => {
    const newer = configBytes('QEMU 4').toString().replace('<integer>4</integer>', '<integer>5</integer>');
    expect(parseConfig(Buffer.from(newer))).toEqual({
      unreadable: 'config.plist is of a newer version (5) than is known here',
    });
  });

  it.each([
    '',
    'bplist00',
    '{ Name = 1; }',
    '<plist/>',
    '<html/>',
    '<plist><dict><key>a</key></dict></plist>',
    '\0\0\0\0',
  ])('that is none is said to be damaged: %j', (text) => {
    expect(parseConfig(Buffer.from(text))).toEqual({
      unreadable: 'config.plist is damaged or not a property list',
    });
  });

  it('whose values are of the wrong kind tells what is left', () => {
    const xml =
      '<plist><dict><key>Backend</key><string>QEMU</string><key>Information</key><array/><key>System</key><string/>' +
      '<key>Drive</key><dict/><key>Network</key><array><true/><dict><key>MacAddress</key><integer>1</integer></dict></array></dict></plist>';
    expect(parseConfig(Buffer.from(xml))).toMatchObject({
      config: { backend: 'QEMU', name: undefined, drives: [], macAddresses: [] },
    });
  });
});
