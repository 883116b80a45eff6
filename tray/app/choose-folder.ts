import { app, dialog } from 'electron';
import type { MainWords } from '../contract/main-words.ts';
import type { MachineShelf } from '../engine/machine-shelf.ts';
import type { SettingsFile } from '../settings/settings.ts';
import type { KnownTransfer } from '../transfers/known-transfer.ts';
import { nameOfSource } from '../transfers/row-of-transfer.ts';

/** The panel does not wait longer for the size of a VM. */
const sizeWithinMs = 1500;

/**
 * The system's folder panel for one or several transfers, with the names and the size in its message. It opens at the folder of last
 * time.
 *
 * @returns undefined when it was cancelled
 */
export async function chooseFolder(
  words: MainWords['panel'],
  machines: MachineShelf,
  settings: SettingsFile,
  transfers: readonly KnownTransfer[],
): Promise<string | undefined> {
  const sources = transfers.map(({ record }) => record.request.source);
  const { lastTarget } = settings.get();
  const verb = transfers[0]?.record.request.verb ?? 'copy';
  const bytes = await sizeOf(machines, sources);
  const names = sources.map((source) => nameOfSource(source, machines.get(source)));
  // An app without a Dock icon opens its panels behind the others.
  app.focus({ steal: true });
  const { canceled, filePaths } = await dialog.showOpenDialog({
    message: words.message(verb, names, bytes),
    title: words.message(verb, names, bytes),
    buttonLabel: words.button(verb),
    properties: ['openDirectory', 'createDirectory'],
    ...(lastTarget === null ? {} : { defaultPath: lastTarget }),
  });
  const folder = canceled ? undefined : filePaths[0];
  if (folder !== undefined) settings.change({ lastTarget: folder });
  return folder;
}

/** What all of them take on their volumes; null when it is not known soon. */
async function sizeOf(machines: MachineShelf, sources: readonly string[]): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), sizeWithinMs);
  });
  const all = Promise.all(sources.map((source) => machines.want(source)));
  const facts = await Promise.race([all, late]);
  clearTimeout(timer);
  if (facts === null || facts.includes(undefined)) return null;
  return facts.reduce((sum, each) => sum + (each?.allocatedBytes ?? 0), 0);
}
