import { errnoOf } from '../errors.ts';
import type { EntryFacts, FileSystem } from '../system/file-system.ts';

/** Facts of the entry at `path`; undefined when nothing has that name. @throws SystemCallError for anything else */
export function factsIfAny(fileSystem: FileSystem, path: string): EntryFacts | undefined {
  try {
    return fileSystem.readFacts(path);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
