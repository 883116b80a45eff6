import type { FerryError } from './errors.ts';
import type { RecordKeeper } from './keep-record.ts';
import type { FileSystem } from './system/file-system.ts';

/** A transfer in the hands of its owner. */
export interface OwnedTransfer {
  readonly id: string;
  /** The state folder, and the transfer's own folder in it. */
  readonly state: string;
  readonly folder: string;
  readonly fileSystem: FileSystem;
  readonly keeper: RecordKeeper;
  readonly exitCodeOf: (error: FerryError) => number;
}
