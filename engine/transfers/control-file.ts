import { join } from 'node:path';
import * as z from 'zod';
import { readOwnText } from './read-own-text.ts';
import { replaceFile } from './replace-file.ts';

/** Answers that were given before the start; each replaces what the request says. Absent: as requested. */
const choicesSchema = z.strictObject({
  allowExpansion: z.boolean().optional(),
  evenIfRunning: z.boolean().optional(),
  verify: z.boolean().optional(),
  download: z.boolean().optional(),
  remove: z.enum(['trash', 'delete']).optional(),
});
export type TransferChoices = z.infer<typeof choicesSchema>;

/** What people want of a transfer. Written by the tray and the command line, read by the owner. */
const controlSchema = z.strictObject({
  wish: z.enum(['run', 'pause', 'cancel']),
  /** Chosen while the transfer waits in `needs-target`; absolute path. */
  targetFolder: z.string().min(1).max(65_536).nullable(),
  /** Absent in files of before there were choices. */
  choices: choicesSchema.default({}),
});
export type TransferControl = z.infer<typeof controlSchema>;

/** Far more than any control says. */
const controlBytesMax = 1_000_000;

export const controlFileName = 'control.json';

/** What is wanted now; `run` when nobody has said anything or what was said cannot be read. */
export function readControl(folder: string): TransferControl {
  try {
    return controlSchema.parse(JSON.parse(readOwnText(join(folder, controlFileName), controlBytesMax)));
  } catch {
    return { wish: 'run', targetFolder: null, choices: {} };
  }
}

/** @throws the error of node:fs when it cannot be written; what was wanted before then stays */
export function writeControl(folder: string, control: TransferControl): void {
  replaceFile(join(folder, controlFileName), JSON.stringify(controlSchema.parse(control)));
}
