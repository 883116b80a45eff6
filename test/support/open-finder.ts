import { onTestFinished } from 'vitest';
import { Finder } from './finder.ts';
import { makeTempFolder } from './temp-folder.ts';

/** A Finder with a home of its own, for the running test. */
export function openFinder(app?: string, isRecorded = true): Finder {
  const finder = new Finder(makeTempFolder(), app, isRecorded);
  // Before the folder goes: what was registered last is done first.
  onTestFinished(() => finder.dispose());
  return finder;
}
