import { app } from 'electron';
import { findEngine } from '../engine/find-engine.ts';

/** The engine of this app, looked for anew: an update may just be taking its place. */
export function findOwnEngine(): ReturnType<typeof findEngine> {
  return findEngine({
    isPackaged: app.isPackaged,
    resourcesFolder: process.resourcesPath ?? '',
    environment: process.env,
  });
}
