import type { PlistPath, PlistValue } from './property-list.ts';

/** What config.plist says about a machine; undefined for what it does not say. */
export interface BundleConfig {
  /** UTM up to version 3 names QEMU machines by their file, so there it is undefined. */
  readonly name: string | undefined;
  /** `Apple` or `QEMU`. */
  readonly backend: string | undefined;
  /** 4 today; 3 and below are older layouts. Undefined in the oldest. */
  readonly configurationVersion: number | undefined;
  readonly uuid: string | undefined;
  /** Name of one of UTM's icons (`ubuntu`, `windows-11`), or of a picture in the bundle. */
  readonly icon: string | undefined;
  readonly isIconCustom: boolean;
  /** `macOS` or `Linux`, where the config says it; QEMU machines only have an icon. */
  readonly guestSystem: string | undefined;
  readonly architecture: string | undefined;
  readonly memoryMib: number | undefined;
  readonly cpuCount: number | undefined;
  /** Of the network cards that have one; an empty place in the config means a new one at each start. */
  readonly macAddresses: readonly string[];
  /** Drives that have a file in the bundle, in the config's order. */
  readonly drives: readonly ConfigDrive[];
}

export interface ConfigDrive {
  /** A file name in `Data/` (or `Images/`). */
  readonly imageName: string;
  readonly isReadOnly: boolean;
}

/** The newest layout that is known here (utm-format.md section 3). */
export const newestConfigurationVersion = 4;

/**
 * Understands every layout there has been: 4 (both backends), 3 (Apple) and 1 to 2 (QEMU). Unknown keys and values of an
 * unexpected kind are passed over. Keys: utm-format.md sections 3 and 4; `Memory` and `Info` from UTM's sources of version 2.
 */
export function understandConfig(root: PlistValue): BundleConfig {
  if (typeof at(root, 'Backend') === 'string') return understandVersion4(root);
  return at(root, 'isAppleVirtualization') === true ? understandVersion3(root) : understandVersion2(root);
}

/** A text in a config, with its place. */
export interface PlacedText {
  readonly path: PlistPath;
  readonly text: string;
}

/** Where a config keeps what makes a machine this one, whichever layout it has. Only places that hold a text. */
export function identityPlaces(root: PlistValue): Readonly<Record<'name' | 'uuid' | 'mac', PlacedText[]>> {
  const placed = (paths: readonly PlistPath[]) =>
    paths.flatMap((path) => {
      const found = text(follow(root, path));
      return found === undefined ? [] : [{ path, text: found }];
    });
  const networks = (key: string, mac: string) => list(at(root, key)).map((_, i): PlistPath => [key, i, mac]);
  return {
    name: placed([['Information', 'Name'], ['name']]),
    uuid: placed([
      ['Information', 'UUID'],
      ['System', 'SystemUUID'],
    ]),
    mac: placed([
      ...networks('Network', 'MacAddress'),
      ...networks('networkDevices', 'macAddress'),
      ['Networking', 'NetworkCardMAC'],
    ]),
  };
}

function understandVersion4(root: PlistValue): BundleConfig {
  const information = at(root, 'Information');
  const system = at(root, 'System');
  return {
    name: text(at(information, 'Name')),
    backend: text(at(root, 'Backend')),
    configurationVersion: number(at(root, 'ConfigurationVersion')),
    uuid: text(at(information, 'UUID')),
    icon: text(at(information, 'Icon')),
    isIconCustom: at(information, 'IconCustom') === true,
    guestSystem: known(text(at(at(system, 'Boot'), 'OperatingSystem'))),
    architecture: text(at(system, 'Architecture')),
    memoryMib: number(at(system, 'MemorySize')),
    cpuCount: number(at(system, 'CPUCount')) || undefined,
    macAddresses: macAddresses(root),
    drives: drives(at(root, 'Drive'), 'ImageName', 'ReadOnly'),
  };
}

function understandVersion3(root: PlistValue): BundleConfig {
  return {
    name: text(at(root, 'name')),
    backend: 'Apple',
    configurationVersion: number(at(root, 'version')) ?? 3,
    uuid: undefined,
    icon: text(at(root, 'icon')),
    isIconCustom: at(root, 'iconCustom') === true,
    guestSystem: at(root, 'macPlatform') === undefined ? 'Linux' : 'macOS',
    architecture: text(at(root, 'architecture')),
    memoryMib: number(at(root, 'memorySize')),
    cpuCount: number(at(root, 'cpuCount')) || undefined,
    macAddresses: macAddresses(root),
    drives: drives(at(root, 'diskImages'), 'imagePath', 'isReadOnly'),
  };
}

function understandVersion2(root: PlistValue): BundleConfig {
  const system = at(root, 'System');
  const info = at(root, 'Info');
  return {
    name: undefined,
    backend: system === undefined ? undefined : 'QEMU',
    // The first version did not write its number down.
    configurationVersion: number(at(root, 'ConfigurationVersion')) ?? (system === undefined ? undefined : 1),
    uuid: text(at(system, 'SystemUUID')),
    icon: text(at(info, 'Icon')),
    isIconCustom: at(info, 'IconCustom') === true,
    guestSystem: undefined,
    architecture: text(at(system, 'Architecture')),
    memoryMib: number(at(system, 'Memory')),
    cpuCount: number(at(system, 'CPUCount')) || undefined,
    macAddresses: macAddresses(root),
    drives: drives(at(root, 'Drives'), 'ImagePath', 'ReadOnly'),
  };
}

function macAddresses(root: PlistValue): string[] {
  return identityPlaces(root).mac.flatMap(({ text }) => (text === '' ? [] : [text]));
}

function drives(value: PlistValue | undefined, nameKey: string, readOnlyKey: string): ConfigDrive[] {
  return list(value).flatMap((drive) => {
    const imageName = text(at(drive, nameKey));
    return imageName === undefined || imageName === ''
      ? []
      : [{ imageName, isReadOnly: at(drive, readOnlyKey) === true }];
  });
}

function known(system: string | undefined): string | undefined {
  return system === 'None' ? undefined : system;
}

function follow(root: PlistValue, path: PlistPath): PlistValue | undefined {
  let value: PlistValue | undefined = root;
  for (const step of path) value = typeof step === 'number' ? list(value)[step] : at(value, step);
  return value;
}

function at(value: PlistValue | undefined, key: string): PlistValue | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array)
    return undefined;
  return Array.isArray(value) || !Object.hasOwn(value, key)
    ? undefined
    : (value as Readonly<Record<string, PlistValue>>)[key];
}

function list(value: PlistValue | undefined): readonly PlistValue[] {
  return Array.isArray(value) ? value : [];
}

function text(value: PlistValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: PlistValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
