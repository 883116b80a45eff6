import { type PlistValue, parse } from 'plist';
import { errnoOf } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';

/** UTM's own configs have a few KB; whatever is larger is no config, and must not fill the memory. */
const configBytesMax = 1024 * 1024;

/** What config.plist says about a machine; undefined for what it does not say. */
export interface BundleConfig {
  readonly name: string | undefined;
  /** `Apple` or `QEMU`. */
  readonly backend: string | undefined;
  readonly configurationVersion: number | undefined;
  /** `macOS`, `Linux` … as the config names it, else the icon's name (`ubuntu`, `windows-11`). */
  readonly guestSystem: string | undefined;
  readonly architecture: string | undefined;
  readonly memoryMib: number | undefined;
  /** File names in `Data/` (or `Images/`) that the config calls drives, in its order. */
  readonly imageNames: readonly string[];
}

/** A config, or why there is none, in words for a person. Reading never stops a copy. */
export type ConfigAnswer = { readonly config: BundleConfig } | { readonly unreadable: string };

/** Reads config.plist of a bundle, XML or binary. Keys by utm-format.md section 3 (UTM 4) and 4 (older). */
export function readConfig(fileSystem: FileSystem, bundle: string): ConfigAnswer {
  let bytes: Buffer;
  try {
    bytes = readSmallFile(fileSystem, `${bundle}/config.plist`);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === undefined && !(thrown instanceof RangeError)) throw thrown;
    return {
      unreadable:
        errno === 'ENOENT'
          ? 'it has no config.plist'
          : `config.plist could not be read (${errno ?? 'it is too large'})`,
    };
  }
  try {
    return {
      config: understand(
        parse(
          bytes.subarray(0, 6).toString('latin1') === 'bplist'
            ? new Uint8Array(bytes)
            : bytes.toString('utf8'),
        ),
      ),
    };
  } catch {
    // The parser throws errors of many kinds on damaged input; all of them mean the same here.
    return { unreadable: 'config.plist is damaged or not a property list' };
  }
}

function understand(root: PlistValue): BundleConfig {
  const system = at(root, 'System');
  const boot = at(system, 'Boot');
  const drives = [at(root, 'Drive'), at(root, 'Drives'), at(root, 'diskImages')].find(Array.isArray) ?? [];
  const icon = text(at(at(root, 'Information'), 'Icon'));
  return {
    name: text(at(at(root, 'Information'), 'Name')) ?? text(at(root, 'name')),
    backend:
      text(at(root, 'Backend')) ??
      (at(root, 'isAppleVirtualization') === true ? 'Apple' : system === undefined ? undefined : 'QEMU'),
    configurationVersion: number(at(root, 'ConfigurationVersion')) ?? number(at(root, 'version')),
    guestSystem: text(at(boot, 'OperatingSystem')) ?? icon,
    architecture: text(at(system, 'Architecture')) ?? text(at(root, 'architecture')),
    memoryMib: number(at(system, 'MemorySize')) ?? number(at(root, 'memorySize')),
    imageNames: drives.flatMap(
      (drive) =>
        text(at(drive, 'ImageName')) ?? text(at(drive, 'ImagePath')) ?? text(at(drive, 'imagePath')) ?? [],
    ),
  };
}

function at(value: PlistValue | undefined, key: string): PlistValue | undefined {
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    value instanceof Date ||
    value instanceof Uint8Array
  )
    return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function text(value: PlistValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: PlistValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** @throws RangeError when it is longer than a config can be; SystemCallError */
function readSmallFile(fileSystem: FileSystem, path: string): Buffer {
  const file = fileSystem.openForReading(path);
  try {
    const { kind, logicalBytes } = file.readFacts();
    if (kind !== 'file' || logicalBytes > configBytesMax) throw new RangeError(path);
    const bytes = Buffer.alloc(logicalBytes);
    let done = 0;
    for (let read = 1; read > 0 && done < bytes.length; done += read)
      read = file.read(bytes, done, bytes.length - done, done);
    return bytes.subarray(0, done);
  } finally {
    file.close();
  }
}
