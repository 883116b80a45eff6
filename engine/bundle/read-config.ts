import { errnoOf } from '../errors.ts';
import type { FileSystem } from '../system/file-system.ts';
import { type BundleConfig, newestConfigurationVersion, understandConfig } from './bundle-config.ts';
import { parsePropertyList } from './parse-property-list.ts';
import type { PlistValue, PropertyList } from './property-list.ts';
import { readHead } from './read-head.ts';

/** UTM's own configs have a few KB; whatever is larger is no config, and must not fill the memory. */
const configBytesMax = 1024 * 1024;

export const configFileName = 'config.plist';

/** A config, or why there is none, in words for a person. Reading never stops a copy. */
export type ConfigAnswer =
  | { readonly config: BundleConfig; readonly list: PropertyList; readonly root: PlistValue }
  | { readonly unreadable: string };

/** Reads config.plist of a bundle, XML or binary. */
export function readConfig(fileSystem: FileSystem, bundle: string): ConfigAnswer {
  let bytes: Buffer;
  try {
    const file = fileSystem.openForReading(`${bundle}/${configFileName}`);
    try {
      const { kind, logicalBytes } = file.readFacts();
      if (kind !== 'file') return { unreadable: 'config.plist is not a file' };
      if (logicalBytes > configBytesMax) return { unreadable: 'config.plist is too large to be one' };
      bytes = readHead(file, logicalBytes);
    } finally {
      file.close();
    }
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === undefined) throw thrown;
    return {
      unreadable: errno === 'ENOENT' ? 'it has no config.plist' : `config.plist could not be read (${errno})`,
    };
  }
  return parseConfig(bytes);
}

/** What the bytes of a config.plist say. Never throws, whatever they are. */
export function parseConfig(bytes: Buffer): ConfigAnswer {
  try {
    const list = parsePropertyList(bytes);
    const root = list.value();
    const config = understandConfig(root);
    if ((config.configurationVersion ?? 0) > newestConfigurationVersion)
      return {
        unreadable: `config.plist is of a newer version (${config.configurationVersion}) than is known here`,
      };
    return { config, list, root };
  } catch {
    // The parsers throw errors of many kinds on damaged input; all of them mean the same here.
    return { unreadable: 'config.plist is damaged or not a property list' };
  }
}
