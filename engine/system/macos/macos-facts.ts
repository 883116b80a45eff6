import type { EntryFacts } from '../file-system.ts';
import { constants, structs } from './macos-abi.ts';

/** Facts of node:fs with what only Darwin's own stat structure says: the flags, and whether the content is elsewhere. */
export function withFlags(facts: EntryFacts, stat: Buffer): EntryFacts {
  const flags = stat.readUInt32LE(structs.stat.fields.st_flags[0]);
  return { ...facts, flags, isDataless: (flags & constants.SF_DATALESS) !== 0 };
}
