import { existsSync } from 'node:fs';
import { dialog, shell } from 'electron';
import type { MainWords } from '../contract/main-words.ts';

/** Electron answers nothing when there is no such file (tray.md §2), so it is looked at first, and said. */
export function showFile(path: string, words: MainWords): void {
  if (existsSync(path)) shell.showItemInFolder(path);
  else sayMissing(path, words);
}

/** Opens a bundle in what opens it: UTM. */
export async function openFile(path: string, words: MainWords): Promise<void> {
  if (!existsSync(path)) return sayMissing(path, words);
  const problem = await shell.openPath(path);
  if (problem !== '') shell.showItemInFolder(path);
}

function sayMissing(path: string, words: MainWords): void {
  const { message, advice } = words.failure('FILE_MISSING');
  void dialog.showMessageBox({ type: 'info', message, detail: `${path}\n${advice}` });
}
