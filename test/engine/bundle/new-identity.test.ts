import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { identityChanges } from '../../../engine/bundle/new-identity.ts';
import { parseConfig } from '../../../engine/bundle/read-config.ts';
import { plistDifferences } from '../../support/plist-differences.ts';
import { configBytes, type SampleName, sampleNames } from '../../support/sample-configs.ts';

const seed = '00112233445566778899aabbccddeeff';
const renamed = (bytes: Buffer, name = 'Name 2', from = seed) => {
  const answer = parseConfig(bytes);
  if ('unreadable' in answer) throw new Error(answer.unreadable);
  return answer.list.withStrings(identityChanges(answer.root, name, from));
};

/** The fields that make a machine this one, by utm-format.md section 5; nothing else may change. */
const fields: Readonly<Record<SampleName, readonly string[]>> = {
  'Apple macOS 4': ['Information/Name', 'Information/UUID', 'Network/0/MacAddress'],
  'Apple Linux 4': ['Information/Name', 'Information/UUID', 'Network/0/MacAddress', 'Network/1/MacAddress'],
  'QEMU 4': ['Information/Name', 'Information/UUID', 'Network/0/MacAddress'],
  'Apple 3': ['name', 'networkDevices/0/macAddress'],
  'QEMU 2': ['System/SystemUUID', 'Networking/NetworkCardMAC'],
  // It has neither: UTM makes them up at each start.
  'QEMU 1': [],
};

describe('a new identity', () => {
  it.each(sampleNames)('changes exactly the named fields: %s', (name) => {
    const before = configBytes(name);
    expect(plistDifferences(before.toString(), renamed(before).toString()).sort()).toEqual(
      [...fields[name]].sort(),
    );
  });

  it.each(sampleNames)('changes the same fields to the same values in a binary config: %s', (name) => {
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    const binary = plain(parse(new Uint8Array(renamed(configBytes(name, 'binary')))));
    expect(binary).toEqual(plain(parse(renamed(configBytes(name)).toString())));
  });

  it('has a random identifier and local addresses in the letters of the old ones, all different', () => {
    const answer = parseConfig(renamed(configBytes('Apple Linux 4')));
    const config = 'config' in answer ? answer.config : undefined;
    expect(config?.name).toBe('Name 2');
    expect(config?.uuid).toMatch(/^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    const [lower, upper] = config?.macAddresses ?? [];
    // Locally administered and unicast: the second digit is 2, 6, a or e.
    expect(lower).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
    expect(upper).toMatch(/^[0-9A-F][26AE](:[0-9A-F]{2}){5}$/);
    expect(lower?.toLowerCase()).not.toBe(upper?.toLowerCase());
  });

  it('is the same for the same seed, and another for another', () => {
    const bytes = configBytes('QEMU 4');
    expect(renamed(bytes)).toEqual(renamed(bytes));
    const other = renamed(bytes, 'Name 2', 'ffeeddccbbaa99887766554433221100').toString();
    expect(plistDifferences(renamed(bytes).toString(), other)).toEqual([
      'Information/UUID',
      'Network/0/MacAddress',
    ]);
  });
});
