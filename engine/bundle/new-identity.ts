import { createHash } from 'node:crypto';
import { FerryError } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { identityPlaces } from './bundle-config.ts';
import type { PlistPath, PlistValue, StringChange } from './property-list.ts';
import { configFileName, readConfig } from './read-config.ts';
import { savedStateFile } from './read-machine.ts';
import type { BundleScan } from './scan-bundle.ts';

/** What is different in a copy that is to be another machine than its source. */
export interface NewIdentity {
  /** Files with another content, by path in the bundle. */
  readonly replaced: ReadonlyMap<string, Buffer>;
  /** Files that do not come along: a saved state belongs to the old network address. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * A new name, identifier and network address wherever the config has one, whatever its layout. What makes a macOS guest boot
 * (`MachineIdentifier`, `HardwareModel`, `AuxiliaryStorage`) stays: with another one it does not start (utm-format.md section 5).
 *
 * @param name the new name, without `.utm`
 * @param seed 32 hexadecimal digits; equal seeds give equal identities
 * @throws FerryError NO_IDENTITY when there is no config that can be read
 */
export function planNewIdentity(
  fileSystem: FileSystem,
  scan: BundleScan,
  name: string,
  seed: string,
): NewIdentity {
  const answer = readConfig(fileSystem, scan.root);
  if ('unreadable' in answer) throw noIdentity(scan.root, answer.unreadable);
  try {
    const config = answer.list.withStrings(identityChanges(answer.root, name, seed));
    return { replaced: new Map([[configFileName, config]]), leftOut: new Set([savedStateFile]) };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw noIdentity(scan.root, `config.plist cannot be changed here (${thrown.message})`);
  }
}

/** The strings to be written. Places that are empty stay so: there UTM makes up a new one at each start. */
export function identityChanges(root: PlistValue, name: string, seed: string): StringChange[] {
  const places = identityPlaces(root);
  const filled = ({ text }: { readonly text: string }) => text !== '';
  return [
    ...places.name.map(({ path }) => ({ path, text: name })),
    ...places.uuid.filter(filled).map(({ path }) => ({ path, text: uuidFrom(seed) })),
    ...places.mac.filter(filled).map(({ path, text }) => ({ path, text: macFrom(seed, path, text) })),
  ];
}

/** RFC 9562 version 4, in capitals as Swift writes it. */
function uuidFrom(seed: string): string {
  const bytes = digest(seed, 'uuid').subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x40, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Locally administered and for one receiver, as UTM makes its own; in the letters of the old one. */
function macFrom(seed: string, path: PlistPath, old: string): string {
  const bytes = digest(seed, `mac ${path.join(' ')}`).subarray(0, 6);
  bytes.writeUInt8(((bytes[0] ?? 0) & 0xfc) | 0x02, 0);
  const mac = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  return old === old.toLowerCase() ? mac : mac.toUpperCase();
}

function digest(seed: string, what: string): Buffer {
  return createHash('sha256').update(`${seed} ${what}`).digest();
}

function noIdentity(path: string, why: string): FerryError {
  return new FerryError(
    'NO_IDENTITY',
    `${path} cannot be given a new identity: ${why}.`,
    'Copy it without --new-identity; UTM’s own Clone may be able to.',
    { path },
  );
}
