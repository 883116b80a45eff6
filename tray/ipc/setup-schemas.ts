import { z } from 'zod';
import type { SetupRequests } from '../contract/setup-messages.ts';
import type { RequestSchemas } from './request-schemas.ts';

/** What the arguments of each request of the setup window must be. */
export const setupSchemas: RequestSchemas<SetupRequests> = {
  setupReady: z.tuple([]),
  setupInstall: z.tuple([z.strictObject({ openAtLogin: z.boolean(), commandLink: z.boolean() })]),
  setupAgain: z.tuple([]),
  setupOpenSettings: z.tuple([]),
  setupTryIt: z.tuple([]),
  setupRestart: z.tuple([]),
  setupResize: z.tuple([z.number().min(0).max(10_000)]),
  setupClose: z.tuple([]),
};
